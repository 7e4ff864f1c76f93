import { defineScript } from './script';

/** Arguments: time to live, calls. */
export const RENEW = defineScript(
  'renew',
  `
local now = tick()
local ttl = tonumber(ARGV[3])
for i = 4, #ARGV do
  local entry = load(ARGV[i])
  if entry and entry.state == 'held' then
    redis.call('HSET', entryKey(entry.call), 'expires', text(now + ttl), 'ttl', text(ttl))
    redis.call('ZADD', HOLDS, text(now + ttl), holdOf(entry))
  end
end
return { text(now) }
`,
);
