import { defineScript } from './script';

/** Argument: call. */
export const FORGIVE = defineScript(
  'forgive',
  `
local now = tick()
local entry = load(ARGV[3])
if not entry or entry.state ~= 'uncertain' then return { text(now) } end
giveBack(entry)
move(entry, 'released', 0)
return { text(now), text(entry.counted) }
`,
);
