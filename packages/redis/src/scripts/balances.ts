import { defineScript } from './script';

/** Argument: charges. */
export const BALANCES = defineScript(
  'balances',
  `
local answer = { text(tick()) }
tellBalances(answer, charges(3))
return answer
`,
);
