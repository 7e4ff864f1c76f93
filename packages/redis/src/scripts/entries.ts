import { defineScript } from './script';

/** Arguments: state, limit. Answers for each entry its fields, and then its budgets, counted. */
export const ENTRIES = defineScript(
  'entries',
  `
local answer = { text(tick()) }
local calls, limit, found, from = at('calls:' .. ARGV[3]), tonumber(ARGV[4]), 0, 0
while found < limit do
  local page = redis.call('ZRANGE', calls, from, from + 99)
  if #page == 0 then break end
  from = from + #page
  for _, call in ipairs(page) do
    local entry = found < limit and load(call)
    if entry then
      found = found + 1
      for _, value in ipairs({
        call, entry.state, text(entry.amount), text(entry.counted), entry.owner, entry.agent, entry.model,
        entry.created, entry.expires, text(entry.parts),
      }) do answer[#answer + 1] = value end
      eachPart(entry, function(budget) answer[#answer + 1] = budget end)
    end
  end
end
return answer
`,
);
