import { defineScript } from './script';

/** Arguments: limit, owner (empty for none). */
export const EXPIRE = defineScript(
  'expire',
  `
local now = tick()
local limit, owner = tonumber(ARGV[3]), ARGV[4]
local count = leakOverdue(now, limit)
if owner == '' or count >= limit then return { text(now), tostring(count) } end
for _, hold in ipairs(redis.call('ZRANGE', HOLDS, 0, -1)) do
  if count >= limit then break end
  if redis.call('HGET', entryKey(callOf(hold)), 'owner') == owner then
    leakHold(hold)
    count = count + 1
  end
end
return { text(now), tostring(count) }
`,
);
