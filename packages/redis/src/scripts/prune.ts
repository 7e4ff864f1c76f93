import { defineScript } from './script';

/** Arguments: before, limit. */
export const PRUNE = defineScript(
  'prune',
  `
local now = tick()
local before, limit, count = tonumber(ARGV[3]), tonumber(ARGV[4]), 0
local function oldest(state) return redis.call('ZRANGE', at('calls:' .. state), 0, 0, 'WITHSCORES') end
local function remove(state, call)
  redis.call('ZREM', at('calls:' .. state), call)
  return redis.call('DEL', entryKey(call))
end
while count < limit do
  local settled, released = oldest('settled'), oldest('released')
  local isSettled = settled[1] and (not released[1] or tonumber(settled[2]) < tonumber(released[2]))
  local state, call = isSettled and 'settled' or 'released', isSettled and settled[1] or released[1]
  if not call then break end
  local created = redis.call('HGET', entryKey(call), 'created')
  if created and tonumber(created) >= before then break end
  count = count + remove(state, call)
end
return { text(now), tostring(count) }
`,
);
