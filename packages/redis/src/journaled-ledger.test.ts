import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BudgetLedger, LedgerUnavailableError, type SettleOutcome } from '@kagura/core';
import { SettlementJournal } from './journal/settlement-journal';
import { JournaledLedger } from './journaled-ledger';
import { CHARGE, settlementOf, UnreliableLedger } from './test/unreliable-ledger';

let folder: string;
let memory: UnreliableLedger;
let warnings: string[];
let replays: [string, SettleOutcome][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-journal-'));
  memory = new UnreliableLedger();
  warnings = [];
  replays = [];
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const onWarning = (message: string) => warnings.push(message);
const openJournal = (path = join(folder, 'journal')) => new SettlementJournal(path, onWarning);
const open = (journal?: SettlementJournal, ledger: BudgetLedger = memory) =>
  new JournaledLedger({
    ledger,
    journal,
    onWarning,
    onReplayed: ({ callId }, outcome) => replays.push([callId, outcome]),
  });

/** Asks for a settlement that fails. */
async function settleInVain(ledger: JournaledLedger, callId: string, amountNanoUsd = 1): Promise<void> {
  await expect(ledger.settle(settlementOf(callId, amountNanoUsd))).rejects.toThrow(LedgerUnavailableError);
}

const filesIn = (path: string) => readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));
const settledMoney = () => memory.balances([CHARGE])[0]?.settledNanoUsd;
/** What a dead process has left behind. No process has so high a number. */
const leaveFile = (name: string, text: string) => writeFileSync(join(folder, name), text);
const lineOf = (callId: string, amountNanoUsd?: number) =>
  `${JSON.stringify(settlementOf(callId, amountNanoUsd))}\n`;
const DEAD = 'journal.4194999-00';
/** The files are left as if the process had died. */
function endProcess(): void {
  for (const [index, name] of readdirSync(folder).entries())
    renameSync(join(folder, name), join(folder, `${DEAD}-${index}`));
}

/** Until everything that has been begun is done. */
async function deliverAll(ledger: JournaledLedger): Promise<void> {
  while (ledger.pendingSettlements > 0) {
    await ledger.budgets();
    await new Promise(setImmediate);
  }
}

it('keeps what could not be settled, and delivers it in its order after the next answer', async () => {
  const ledger = open();
  memory.isAway = true;
  for (const callId of ['a', 'b', 'c']) await settleInVain(ledger, callId, 200);
  expect([ledger.pendingSettlements, ledger.replayed, settledMoney()]).toEqual([3, 0, 0]);
  memory.isAway = false;
  memory.asked.length = 0;
  await ledger.budgets();
  await deliverAll(ledger);
  expect(memory.asked).toEqual(['a', 'b', 'c']);
  expect([ledger.pendingSettlements, ledger.replayed, settledMoney()]).toEqual([0, 3, 600]);
});

it('tells of each settlement that was delivered late, with the thresholds that it has crossed', async () => {
  const ledger = open();
  memory.isAway = true;
  await settleInVain(ledger, 'a', 499);
  await settleInVain(ledger, 'b', 1);
  memory.isAway = false;
  await ledger.budgets();
  await deliverAll(ledger);
  expect(
    replays.map(([callId, { crossings }]) => [callId, crossings.map(({ threshold }) => threshold)]),
  ).toEqual([
    ['a', []],
    ['b', [50]],
  ]);
});

it('delivers by itself after a pause that grows', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  const ledger = open();
  memory.isAway = true;
  await settleInVain(ledger, 'a');
  const attemptsIn = async (ms: number) => {
    memory.asked.length = 0;
    await jest.advanceTimersByTimeAsync(ms);
    return memory.asked.length;
  };
  expect(await attemptsIn(60_000)).toBeLessThan(10);
  expect(await attemptsIn(60_000)).toBeGreaterThan(0);
  memory.isAway = false;
  await jest.advanceTimersByTimeAsync(30_000);
  expect([ledger.pendingSettlements, ledger.replayed]).toEqual([0, 1]);
  expect(jest.getTimerCount()).toBe(0);
});

it('counts what was told of a call first, whenever it arrives', async () => {
  const ledger = open();
  memory.isAway = true;
  await settleInVain(ledger, 'a', 5);
  await settleInVain(ledger, 'a', 7);
  expect(ledger.pendingSettlements).toBe(1);
  memory.isAway = false;
  expect(await ledger.settle(settlementOf('a', 9))).toMatchObject({ isFirst: true });
  expect([ledger.pendingSettlements, settledMoney()]).toEqual([0, 5]);
});

it('answers whoever asks again, after it was delivered, as if it had been in time, once', async () => {
  const ledger = open();
  memory.isAway = true;
  await settleInVain(ledger, 'a', 600);
  memory.isAway = false;
  await deliverAll(ledger);
  const again = await ledger.settle(settlementOf('a', 600));
  expect(again).toMatchObject({ isFirst: true, crossings: [{ threshold: 50 }] });
  expect(await ledger.settle(settlementOf('a', 600))).toMatchObject({ isFirst: false, crossings: [] });
  expect(settledMoney()).toBe(600);
});

it('does not keep what can never be settled, nor lets it stand in the way of others', async () => {
  leaveFile(`${DEAD}-1`, lineOf('wrong', -1) + lineOf('a', 3));
  const ledger = open(openJournal());
  await deliverAll(ledger);
  expect(settledMoney()).toBe(3);
  expect(warnings).toEqual([expect.stringContaining('cannot be delivered')]);
  await expect(ledger.settle(settlementOf('b', 0.5))).rejects.toThrow(RangeError);
  expect(ledger.pendingSettlements).toBe(0);
});

it('goes on when the function that is told of a delivery fails', async () => {
  const onReplayed = () => {
    throw new Error('the application');
  };
  const ledger = new JournaledLedger({ ledger: memory, onReplayed, onWarning });
  memory.isAway = true;
  for (const callId of ['a', 'b']) await settleInVain(ledger, callId);
  memory.isAway = false;
  await deliverAll(ledger);
  expect([ledger.replayed, settledMoney()]).toEqual([2, 2]);
  expect(warnings).toEqual(Array(2).fill('onReplayed has failed: the application'));
});

it('says what it has no room for', async () => {
  const ledger = open();
  memory.isAway = true;
  for (let i = 0; i < 10_002; i += 1) await settleInVain(ledger, `call-${i}`);
  expect([ledger.pendingSettlements, ledger.lostSettlements]).toEqual([10_000, 2]);
  memory.isAway = false;
  await deliverAll(ledger);
  expect(settledMoney()).toBe(10_000);
});

describe('with a journal', () => {
  it('has a settlement on disk before it is sent, and removes it when all is delivered', async () => {
    let onDisk = '';
    jest.spyOn(memory, 'settle').mockImplementationOnce((settlement) => {
      onDisk = filesIn(folder).join();
      return memory.settle(settlement);
    });
    const ledger = open(openJournal());
    await ledger.settle(settlementOf('a', 3));
    expect(onDisk).toBe(lineOf('a', 3));
    await ledger.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes its folder, and files that their owner alone can read', async () => {
    const ledger = open(openJournal(join(folder, 'new', 'journal')));
    await ledger.settle(settlementOf('a'));
    const [name = ''] = readdirSync(join(folder, 'new'));
    expect(statSync(join(folder, 'new', name)).mode & 0o777).toBe(0o600);
  });

  it('does not grow while everything is delivered', async () => {
    const ledger = open(openJournal());
    for (let i = 0; i < 3_000; i += 1) await ledger.settle(settlementOf(`call-${i}`));
    expect(filesIn(folder).join().length).toBeLessThan(300 * 1024);
  });

  it('leaves for the next process what it could not deliver', async () => {
    const first = open(openJournal());
    memory.isAway = true;
    await settleInVain(first, 'a', 3);
    await settleInVain(first, 'b', 4);
    await first.close();
    endProcess();

    memory.isAway = false;
    const next = open(openJournal());
    expect(next.pendingSettlements).toBe(2);
    await deliverAll(next);
    expect([next.replayed, settledMoney()]).toEqual([2, 7]);
    await next.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves for the next process what was asked for more than once', async () => {
    const first = open(openJournal());
    memory.isAway = true;
    for (let i = 0; i < 3; i += 1) await settleInVain(first, 'a', 3);
    await first.close();
    endProcess();
    expect(open(openJournal()).pendingSettlements).toBe(1);
    expect(filesIn(folder)).toEqual([lineOf('a', 3)]);
  });

  it('leaves a file alone that another process has delivered meanwhile', async () => {
    leaveFile(`${DEAD}-1`, lineOf('a'));
    leaveFile(`${DEAD}-2`, lineOf('b'));
    const ledger = open(openJournal());
    rmSync(join(folder, `${DEAD}-1`));
    await deliverAll(ledger);
    expect([ledger.replayed, warnings]).toEqual([1, []]);
  });

  it('does not count again what an earlier process had delivered', async () => {
    leaveFile(`${DEAD}-1`, lineOf('a', 3) + lineOf('b', 4));
    memory.settle(settlementOf('a', 3));
    const ledger = open(openJournal());
    await deliverAll(ledger);
    expect([ledger.replayed, settledMoney()]).toEqual([1, 7]);
  });

  it('reads what is whole of a file that was cut off', async () => {
    leaveFile(`${DEAD}-1`, `${lineOf('a', 3)}null\n{"callId":"x"}\n\n${lineOf('b').slice(0, 40)}`);
    const ledger = open(openJournal());
    await deliverAll(ledger);
    expect(settledMoney()).toBe(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a file that it cannot read, and says so', async () => {
    mkdirSync(join(folder, `${DEAD}-1`));
    const ledger = open(openJournal());
    expect(ledger.pendingSettlements).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('EISDIR')]);
    await ledger.close();
    expect(readdirSync(folder)).toEqual([`${DEAD}-1`]);
  });

  it('removes a file in which nothing is whole', async () => {
    leaveFile(`${DEAD}-1`, '{"callId"');
    open(openJournal());
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves alone the files of processes that run, and what is not a journal', async () => {
    const names = [
      `journal.${process.ppid}-ab-1`,
      `journal.${process.pid}-ab-1`,
      'journal',
      'journal.txt',
      `other-${DEAD}-1`,
    ];
    for (const name of names) leaveFile(name, lineOf(name));
    const ledger = open(openJournal());
    expect(ledger.pendingSettlements).toBe(0);
    await ledger.close();
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  it('has room for more than is kept in memory', async () => {
    const ledger = open(openJournal());
    memory.isAway = true;
    for (let i = 0; i < 10_500; i += 1) await settleInVain(ledger, `call-${i}`);
    expect([ledger.pendingSettlements, ledger.lostSettlements]).toEqual([10_500, 0]);
    memory.isAway = false;
    await deliverAll(ledger);
    expect([settledMoney(), ledger.replayed]).toEqual([10_500, 10_500]);
    await ledger.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('settles all the same where it cannot be written, and says so once', async () => {
    writeFileSync(join(folder, 'file'), '');
    const ledger = open(openJournal(join(folder, 'file', 'journal')));
    for (const callId of ['a', 'b']) await ledger.settle(settlementOf(callId));
    memory.isAway = true;
    await settleInVain(ledger, 'c');
    expect([settledMoney(), ledger.pendingSettlements]).toEqual([2, 1]);
    expect(warnings).toEqual([expect.stringContaining('journal of settlements cannot be used')]);
  });
});
