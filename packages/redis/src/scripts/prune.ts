import { defineScript } from './script';

/** Arguments: before, limit. */
export const PRUNE = defineScript(
  'prune',
  `
local now = tick()
local before, limit, count = tonumber(ARGV[3]), tonumber(ARGV[4]), 0
for _, state in ipairs({ 'settled', 'released' }) do
  local calls = at('calls:' .. state)
  while count < limit do
    local call = redis.call('ZRANGE', calls, 0, 0)[1]
    if not call then break end
    local created = redis.call('HGET', entryKey(call), 'created')
    if created and tonumber(created) >= before then break end
    redis.call('ZREM', calls, call)
    if created then count = count + redis.call('DEL', entryKey(call)) end
  end
end
return { text(now), tostring(count) }
`,
);
