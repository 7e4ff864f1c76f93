import { defineScript } from './script';

/** Arguments: call, amount, charges. */
export const SETTLE = defineScript(
  'settle',
  `
local call, amount = ARGV[3], tonumber(ARGV[4])
local list = charges(5)
local now = tick()
local entry = load(call)

if entry and entry.state == 'settled' then
  local answer = { text(now), 'again' }
  tellBalances(answer, list)
  return answer
end

local function checkRoom(budget, bucket)
  if numberAt(balanceKey(budget), bucket .. ':s') + amount > MAX_SAFE then return true end
end
local isTooMuch = false
if entry then eachPart(entry, function(budget, bucket) isTooMuch = checkRoom(budget, bucket) or isTooMuch end)
else for _, charge in ipairs(list) do isTooMuch = checkRoom(charge.budget, charge.bucket) or isTooMuch end end
if isTooMuch then return redis.error_reply('KAGURA_RANGE') end

if entry then
  giveBack(entry)
  move(entry, 'settled', amount)
else
  entry = {
    call = call, state = 'settled', amount = 0, counted = amount, leak = 0, ttl = 0,
    owner = '', agent = '', model = '', created = text(now), expires = text(now),
  }
  create(entry, list)
  keep(entry)
end
local charged = {}
eachPart(entry, function(budget, bucket)
  charged[budget] = true
  put(budget, bucket, 's', amount)
end)

-- Exact where a product is more than a double holds: both are split, and the difference keeps its sign.
local HALF = 134217728
local function hasReached(settled, limit, threshold)
  if limit == 0 then return settled > 0 end
  local high = math.floor(settled / HALF) * 100 - math.floor(limit / HALF) * threshold
  local low = (settled % HALF) * 100 - (limit % HALF) * threshold
  return high * HALF + low >= 0
end

-- Known until after the period, for calls that are settled late.
local YEAR = 366 * 86400000
local function fire(charge, threshold, now)
  local fired = firedKey(charge.budget)
  if redis.call('ZADD', fired, 'NX', charge.period, charge.period .. ' ' .. threshold) == 0 then return false end
  local past = math.min(now - YEAR - keepMs, tonumber(charge.period))
  redis.call('ZREMRANGEBYSCORE', fired, '-inf', '(' .. text(past))
  local periodEnd = math.max(charge.bucketEnd, tonumber(charge.period) + tonumber(charge.bucket) - tonumber(charge.start))
  local known = math.max(periodEnd - now, 0) + keepMs
  redis.call('PEXPIRE', fired, text(math.max(known, redis.call('PTTL', fired))))
  return true
end

local answer = { text(now), 'first' }
tellBalances(answer, list)
for _, charge in ipairs(list) do
  if charged[charge.budget] then
    local settled = window(charge).settled
    for threshold in string.gmatch(charge.thresholds, '[^,]+') do
      if hasReached(settled, charge.limit, tonumber(threshold)) and fire(charge, threshold, now) then
        for _, value in ipairs({ charge.budget, charge.period, threshold, text(settled), text(charge.limit) }) do
          answer[#answer + 1] = value
        end
      end
    end
  end
end
return answer
`,
);
