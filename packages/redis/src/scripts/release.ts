import { defineScript } from './script';

/** Argument: call. */
export const RELEASE = defineScript(
  'release',
  `
local now = tick()
local entry = load(ARGV[3])
if not entry or (entry.state ~= 'held' and entry.state ~= 'uncertain') then return { text(now), '0' } end
giveBack(entry)
move(entry, 'released', 0)
return { text(now), '1' }
`,
);
