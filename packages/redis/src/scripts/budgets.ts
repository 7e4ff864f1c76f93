import { defineScript } from './script';

const TELL = `
local function tellBudgets()
  local answer = { text(tick()), redis.call('HGET', META, 'epoch') or '', text(numberAt(META, 'version')) }
  for _, id in ipairs(redis.call('ZRANGE', at('order'), 0, -1)) do
    answer[#answer + 1] = redis.call('HGET', at('budgets'), id)
  end
  return answer
end
-- A version of the budgets is never used again, also not by a ledger that has lost its data.
local function raiseVersion(known)
  redis.call('HSET', META, 'version', text(math.max(numberAt(META, 'version') + 1, known + 1, tick())))
end
local function add(id, definition, epoch)
  redis.call('HSETNX', META, 'epoch', epoch)
  redis.call('ZADD', at('order'), 'NX', redis.call('HINCRBY', META, 'sequence', 1), id)
  redis.call('HSET', at('budgets'), id, definition)
end
`;

/** Answers epoch, version and definitions. */
export const BUDGETS = defineScript('budgets', `${TELL} return tellBudgets()`);

/** Arguments: id, definition, epoch where there is none. Answers the replaced definition. */
export const PUT_BUDGET = defineScript(
  'put-budget',
  `${TELL}
local replaced = redis.call('HGET', at('budgets'), ARGV[3])
if replaced ~= ARGV[4] then
  add(ARGV[3], ARGV[4], ARGV[5])
  raiseVersion(0)
end
return { text(tick()), replaced or nil }
`,
);

/** Argument: id. */
export const REMOVE_BUDGET = defineScript(
  'remove-budget',
  `${TELL}
if redis.call('HDEL', at('budgets'), ARGV[3]) == 0 then return { text(tick()), '0' } end
redis.call('ZREM', at('order'), ARGV[3])
raiseVersion(0)
return { text(tick()), '1' }
`,
);

/** Arguments: epoch where there is none, known version, ids and definitions. Adds those that are not there. */
export const RESTORE_BUDGETS = defineScript(
  'restore-budgets',
  `${TELL}
local hasAdded = false
for i = 5, #ARGV, 2 do
  if redis.call('HEXISTS', at('budgets'), ARGV[i]) == 0 then
    add(ARGV[i], ARGV[i + 1], ARGV[3])
    hasAdded = true
  end
end
if hasAdded then raiseVersion(tonumber(ARGV[4])) end
return tellBudgets()
`,
);
