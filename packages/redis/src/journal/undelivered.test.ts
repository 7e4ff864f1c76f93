import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settlementOf } from '../test/unreliable-ledger';
import { SettlementJournal } from './settlement-journal';
import { Undelivered } from './undelivered';

let folder: string;
let journal: SettlementJournal;
let undelivered: Undelivered;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-undelivered-'));
  journal = new SettlementJournal(join(folder, 'journal'), (message) => {
    throw new Error(message);
  });
  undelivered = new Undelivered(journal);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A call whose line is in the journal. A call that is asked for twice at once has two. */
const asked = (callId: string) => {
  const settlement = settlementOf(callId);
  return { settlement, receipt: journal.record(settlement) };
};

it('keeps the line of a call however often it fails', () => {
  const call = asked('a');
  for (let i = 0; i < 3; i += 1) expect(undelivered.keep(call)).toBe(true);
  journal.close();
  expect([undelivered.size, readdirSync(folder).length]).toEqual([1, 1]);
});

it('needs one line of a call that is asked for twice at once', () => {
  const [first, second] = [asked('a'), asked('a')];
  for (const call of [first, second]) undelivered.keep(call);
  expect(undelivered.size).toBe(1);
  undelivered.delivered(first);
  journal.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('has delivered every line of a call that fails and is delivered at once', () => {
  const [first, second] = [asked('a'), asked('a')];
  undelivered.keep(first);
  undelivered.delivered(second);
  journal.close();
  expect([undelivered.size, readdirSync(folder)]).toEqual([0, []]);
});
