import { defineScript } from './script';

/** Arguments: call, amount, leak, version, time to live, owner, agent, model (empty where unknown), charges. */
export const RESERVE = defineScript(
  'reserve',
  `
local call, amount, leak, ttl = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[7])
local list = charges(11)
local now = tick()

if redis.call('EXISTS', entryKey(call)) == 1 then
  local answer = { text(now), 'held' }
  tellBalances(answer, list)
  return answer
end

if text(numberAt(META, 'version')) ~= ARGV[6] then return { text(now), 'stale', 'budgets' } end
for _, charge in ipairs(list) do
  if now < tonumber(charge.bucket) or now >= charge.bucketEnd then return { text(now), 'stale', 'clock' } end
end

leakOverdue(now, 20)

for i, charge in ipairs(list) do
  local total = window(charge).total + amount
  if total > charge.limit and charge.blocks then
    local answer = { text(now), 'denied', tostring(i - 1) }
    tellBalances(answer, list)
    return answer
  end
  if total > MAX_SAFE then return redis.error_reply('KAGURA_RANGE') end
end

local entry = {
  call = call, state = 'held', amount = amount, counted = amount, leak = leak, ttl = ttl,
  owner = ARGV[8], agent = ARGV[9], model = ARGV[10], created = text(now), expires = text(now + ttl),
}
create(entry, list)
redis.call('ZADD', HOLDS, entry.expires, holdOf(entry))
for _, charge in ipairs(list) do put(charge.budget, charge.bucket, 'r', amount) end

-- Buckets of a length of time that are past would gather without end. Those stay from which a call may take money back.
-- Some at a time: it does not matter when they go.
local function dropPast(charge)
  local buckets, balance = bucketKey(charge.budget), balanceKey(charge.budget)
  for _, bucket in ipairs(redis.call('ZRANGEBYSCORE', buckets, '-inf', '(' .. charge.start, 'LIMIT', 0, 200)) do
    if numberAt(balance, bucket .. ':r') == 0 and numberAt(balance, bucket .. ':u') == 0 then
      redis.call('ZREM', buckets, bucket)
      redis.call('HDEL', balance, bucket .. ':s', bucket .. ':r', bucket .. ':u')
    end
  end
  -- A call may be settled late, in the period before: what was told of that must still be known.
  local length = tonumber(charge.bucket) - tonumber(charge.start)
  redis.call('ZREMRANGEBYSCORE', firedKey(charge.budget), '-inf', '(' .. text(tonumber(charge.start) - length))
end
for _, charge in ipairs(list) do
  if charge.start ~= charge.bucket then dropPast(charge) end
end

local answer = { text(now), 'held' }
tellBalances(answer, list)
return answer
`,
);
