/**
 * What every script begins with.
 *
 * The books, below the one key that stands for all:
 * - `meta`: `mark`, the latest time that the ledger has shown; `version` of the budgets; `epoch`, made with the first
 *   budget, so that a ledger that has lost its data is told from the one it was; `sequence` of the entries
 * - `budgets`: definitions by id; `order`: ids in the order in which they were added
 * - `entry:<call>`: one call, with the budgets and buckets that it was charged to
 * - `calls:<state>`: calls by their sequence; `holds`: the held ones by the time at which they are overdue
 * - `balance:<budget>`: settled, reserved and uncertain money by bucket; `buckets:<budget>`: its buckets by their time
 * - `fired:<budget>`: thresholds that were told, by their period
 *
 * Money and times go in and out as decimal text, since Lua would round long numbers when it writes them.
 */
export const PRELUDE = `
local root = KEYS[1]
local function at(name) return root .. ':' .. name end
local META, HOLDS = at('meta'), at('holds')
local MAX_SAFE = 9007199254740991
local keepMs = tonumber(ARGV[2])

local function text(number) return string.format('%.0f', number) end
local function numberAt(key, field) return tonumber(redis.call('HGET', key, field) or '0') end

-- The clock never shows less than before, also when the machine's clock was set back.
local function tick()
  local now = tonumber(ARGV[1])
  if now == nil then
    local time = redis.call('TIME')
    now = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  local mark = numberAt(META, 'mark')
  if now <= mark then return mark end
  redis.call('HSET', META, 'mark', text(now))
  return now
end

local function charges(position)
  local list = {}
  for i = 1, tonumber(ARGV[position]) do
    local first = position + (i - 1) * 8
    list[i] = {
      budget = ARGV[first + 1], bucket = ARGV[first + 2], bucketEnd = tonumber(ARGV[first + 3]),
      start = ARGV[first + 4], period = ARGV[first + 5], limit = tonumber(ARGV[first + 6]),
      blocks = ARGV[first + 7] == '1', thresholds = ARGV[first + 8],
    }
  end
  return list
end

local function bucketKey(budget) return at('buckets:' .. budget) end
local function balanceKey(budget) return at('balance:' .. budget) end
local function firedKey(budget) return at('fired:' .. budget) end

local function put(budget, bucket, column, amount)
  if amount == 0 then return end
  redis.call('ZADD', bucketKey(budget), bucket, bucket)
  redis.call('HINCRBY', balanceKey(budget), bucket .. ':' .. column, text(amount))
end

-- A bucket that no window reaches may be gone, and its money with it.
local function take(budget, bucket, column, amount)
  local field = bucket .. ':' .. column
  if amount == 0 or redis.call('HEXISTS', balanceKey(budget), field) == 0 then return end
  redis.call('HINCRBY', balanceKey(budget), field, text(-amount))
end

local function window(charge)
  local upTo = '(' .. text(charge.bucketEnd)
  local buckets = redis.call('ZRANGEBYSCORE', bucketKey(charge.budget), charge.start, upTo)
  local sums = { 0, 0, 0 }
  for first = 1, #buckets, 100 do
    local fields = {}
    for i = first, math.min(first + 99, #buckets) do
      for _, column in ipairs({ ':s', ':r', ':u' }) do fields[#fields + 1] = buckets[i] .. column end
    end
    for i, value in ipairs(redis.call('HMGET', balanceKey(charge.budget), unpack(fields))) do
      local column = (i - 1) % 3 + 1
      sums[column] = sums[column] + tonumber(value or '0')
    end
  end
  return { settled = sums[1], reserved = sums[2], uncertain = sums[3], total = sums[1] + sums[2] + sums[3] }
end

local function tellBalances(answer, list)
  for _, charge in ipairs(list) do
    local sums = window(charge)
    answer[#answer + 1] = text(sums.settled)
    answer[#answer + 1] = text(sums.reserved)
    answer[#answer + 1] = text(sums.uncertain)
  end
end

local function entryKey(call) return at('entry:' .. call) end

local function load(call)
  local fields = redis.call('HGETALL', entryKey(call))
  if #fields == 0 then return nil end
  local entry = { call = call }
  for i = 1, #fields, 2 do entry[fields[i]] = fields[i + 1] end
  for _, name in ipairs({ 'amount', 'counted', 'leak', 'ttl', 'parts' }) do entry[name] = tonumber(entry[name]) end
  return entry
end

local function eachPart(entry, visit)
  for i = 1, entry.parts do visit(entry['budget' .. i], entry['bucket' .. i]) end
end

-- In the order of the calls where they are overdue at the same time.
local function holdOf(entry) return string.format('%016.0f', tonumber(entry.sequence)) .. entry.call end
local function callOf(hold) return string.sub(hold, 17) end

local function create(entry, list)
  entry.sequence = text(redis.call('HINCRBY', META, 'sequence', 1))
  entry.parts = #list
  local fields = {}
  for i, charge in ipairs(list) do
    entry['budget' .. i], entry['bucket' .. i] = charge.budget, charge.bucket
  end
  for name, value in pairs(entry) do
    if name ~= 'call' then
      fields[#fields + 1] = name
      fields[#fields + 1] = type(value) == 'number' and text(value) or value
    end
  end
  redis.call('HSET', entryKey(entry.call), unpack(fields))
  redis.call('ZADD', at('calls:' .. entry.state), entry.sequence, entry.call)
end

-- What is over is kept so long, that it is known when it is told of again. What may still give money back is kept
-- until it does.
local function keep(entry)
  redis.call('PEXPIRE', entryKey(entry.call), text(math.max(keepMs, 100 * entry.ttl)))
  local calls = at('calls:' .. entry.state)
  for _, call in ipairs(redis.call('ZRANGE', calls, 0, 1)) do
    if redis.call('EXISTS', entryKey(call)) == 0 then redis.call('ZREM', calls, call) end
  end
end

local function move(entry, state, counted)
  if entry.state == 'held' then redis.call('ZREM', HOLDS, holdOf(entry)) end
  redis.call('ZREM', at('calls:' .. entry.state), entry.call)
  redis.call('ZADD', at('calls:' .. state), entry.sequence, entry.call)
  redis.call('HSET', entryKey(entry.call), 'state', state, 'counted', text(counted))
  entry.state = state
  if state == 'settled' or state == 'released' then keep(entry) end
end

-- Takes back what a call holds, or what is uncertain of it.
local function giveBack(entry)
  local column = entry.state == 'held' and 'r' or entry.state == 'uncertain' and 'u'
  if not column then return end
  eachPart(entry, function(budget, bucket) take(budget, bucket, column, entry.counted) end)
end

local function leakHold(hold)
  local entry = load(callOf(hold))
  if not entry then redis.call('ZREM', HOLDS, hold) return end
  giveBack(entry)
  eachPart(entry, function(budget, bucket) put(budget, bucket, 'u', entry.leak) end)
  move(entry, entry.leak == 0 and 'released' or 'uncertain', entry.leak)
end

local function leakOverdue(now, limit)
  local holds = redis.call('ZRANGEBYSCORE', HOLDS, '-inf', text(now), 'LIMIT', 0, limit)
  for _, hold in ipairs(holds) do leakHold(hold) end
  return #holds
end
`;
