import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SynchronousBudgetLedger } from '@kagura/core';
import { budgetWith, moneyIn, reservationOf } from '../test/ledger-calls';
import { openSqlite } from '../test/open-sqlite';
import { runNode } from '../test/run-node';
import { cleanUp, temporaryFolder } from '../test/temporary-store';
import { expireDeadOwners } from './dead-owners';
import { openLedger } from './open-ledger';
import { hasOwnerDied, processOwner } from './process-owner';

const opened: SynchronousBudgetLedger[] = [];

afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
  cleanUp();
});

const newPath = () => join(temporaryFolder(), 'ledger.db');

function open(path: string): SynchronousBudgetLedger {
  const ledger = openLedger({ path });
  opened.push(ledger);
  return ledger;
}

/** A process that holds ten cents for each of so many calls and is killed then. */
async function holdAndDie(path: string, calls: number): Promise<void> {
  const script = `
    const { reservationOf } = load('test/ledger-calls');
    const ledger = store.openLedger({ path: args[0] });
    for (let call = 0; call < args[1]; call += 1) ledger.reserve(reservationOf(ledger, 'held ' + call));
    process.kill(process.pid, 'SIGKILL');`;
  const signal = await runNode(script, [path, calls]).catch((error) => error.signal);
  expect(signal).toBe('SIGKILL');
}

describe('an owner', () => {
  it('is alive while its process is', async () => {
    expect(hasOwnerDied(processOwner())).toBe(false);
    expect(processOwner()).toBe(processOwner());
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    const [where, , started] = processOwner().split('/');
    // Of another start, as where an id is given to a new process.
    expect(hasOwnerDied(`${where}/${child.pid}/${started}`)).toBe(process.platform === 'linux');
    child.kill();
    await once(child, 'exit');
    expect(hasOwnerDied(`${where}/${child.pid}/${started}`)).toBe(true);
  });

  it('is another in each process, and has died with it', async () => {
    const owners = await Promise.all([1, 2].map(() => runNode('console.log(store.processOwner());', [])));
    expect(new Set([...owners, processOwner()]).size).toBe(3);
    expect(owners.map((owner) => hasOwnerDied(owner.trim()))).toEqual([true, true]);
  });

  it.each([
    ['of another machine, boot or container', `elsewhere/${2 ** 22 + 1}/1`],
    ['that is no process', processOwner().replace(/\/\d+\//, '/0/')],
    ['that is a group of processes', processOwner().replace(/\/\d+\//, '/-1/')],
    ['in other words', 'worker 7'],
    ['of nobody', ''],
  ])('is never taken for dead: %s', (_, owner) => {
    expect(hasOwnerDied(owner)).toBe(false);
  });
});

describe('the holds of a process that was killed', () => {
  it('are uncertain as soon as another opens the ledger, and those of the living stay', async () => {
    const path = newPath();
    const first = open(path);
    first.putBudget(budgetWith());
    first.reserve(reservationOf(first, 'mine'));
    await holdAndDie(path, 2);
    expect(moneyIn(first)).toEqual([[0, 300_000_000, 0]]);
    const second = open(path);
    expect(moneyIn(second)).toEqual([[0, 100_000_000, 200_000_000]]);
    expect(second.entries({ state: 'uncertain', limit: 9 }).map((entry) => entry.callId)).toEqual([
      'held 0',
      'held 1',
    ]);
  });

  it('are found on demand, and settled all the same by whoever knows what they have cost', async () => {
    const path = newPath();
    const ledger = open(path);
    ledger.putBudget(budgetWith());
    const { charges } = reservationOf(ledger, '');
    await holdAndDie(path, 3);
    expect(expireDeadOwners(ledger)).toBe(3);
    expect(expireDeadOwners(ledger)).toBe(0);
    ledger.settle({ callId: 'held 1', amountNanoUsd: 7, charges });
    expect(moneyIn(ledger)).toEqual([[7, 0, 200_000_000]]);
  });

  it('are left for later while the ledger is locked: it opens', async () => {
    const path = newPath();
    open(path).putBudget(budgetWith());
    await holdAndDie(path, 1);
    const other = openSqlite(path);
    other.exec('BEGIN IMMEDIATE');
    expect(moneyIn(open(path))).toEqual([[0, 100_000_000, 0]]);
    other.exec('ROLLBACK');
    other.close();
    expect(moneyIn(open(path))).toEqual([[0, 0, 100_000_000]]);
  });
});
