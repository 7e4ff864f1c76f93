import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BudgetWatch } from './budget-watch.mjs';
import { randomNumbers } from './random-numbers.mjs';

const SPENDER = fileURLToPath(new URL('spender.mjs', import.meta.url));
/** Beyond this the loop is given up, so that a process that hangs fails the run. */
const LIMIT_MS = 110_000;
/** So many processes are killed while they start. */
const SHARE_KILLED_EARLY = 0.2;
const LONGEST_START_MS = 400;
/** The others are killed at some moment of this time, from when they have the ledger open. */
const LONGEST_SPENDING_MS = 200;
/** In nano-dollars, of which a call costs at most a thousand: all there is, or how much is left at each look. */
const LIMIT = 1_000_000;
const ROOM = 50_000;

/**
 * Keeps processes spending from one ledger. With `kills`, each is killed with SIGKILL at a random moment and started
 * again until so many were, while the limits rise so that there is always something left, but little. Without, they
 * spend all there is.
 *
 * @returns the journals of what was spent, what the watch has seen, and how the processes ended
 */
export async function runSpendLoop({ folder, kills, processes, seed, ...size }) {
  const path = join(folder, 'ledger.db');
  const random = randomNumbers(seed);
  const outcome = { path, journals: [], kills: 0, endings: [], busy: 0, errors: '', gaveUp: false };
  const running = new Set();
  const giveUp = setTimeout(() => {
    outcome.gaveUp = true;
    for (const child of running) child.kill('SIGKILL');
  }, LIMIT_MS);
  const watch = new BudgetWatch({ path, room: kills === 0 ? LIMIT : ROOM, isRaising: kills > 0 });
  const start = () => {
    const journal = join(folder, `journal-${outcome.journals.length}`);
    // Its threads take the next ones.
    const seedOfIts = seed + 100 * outcome.journals.push(journal);
    const options = { path, journal, seed: seedOfIts, untilSpent: kills === 0, ...size };
    return startSpender({ options, outcome, running });
  };
  let left = kills;
  const keepOneSpending = async () => {
    while (left > 0 && !outcome.gaveUp) {
      left -= 1;
      await killAtRandom(start(), random);
    }
    if (!outcome.gaveUp) outcome.endings.push(await (kills === 0 ? start().ended : stop(start())));
  };
  await Promise.all(Array.from({ length: processes }, keepOneSpending));
  clearTimeout(giveUp);
  await watch.stop();
  return { ...outcome, looks: watch.looks, exceeded: watch.exceeded, most: watch.most };
}

async function killAtRandom({ child, ended, spending }, random) {
  if (random() < SHARE_KILLED_EARLY) await delay(random() * LONGEST_START_MS);
  else {
    await spending;
    await delay(random() * LONGEST_SPENDING_MS);
  }
  child.kill('SIGKILL');
  await ended;
}

async function stop({ child, ended, spending }) {
  await spending;
  await delay(LONGEST_SPENDING_MS);
  child.kill('SIGTERM');
  return ended;
}

function startSpender({ options, outcome, running }) {
  const child = spawn(process.execPath, [SPENDER, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const isSpending = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'busy') outcome.busy += 1;
      else resolve();
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.errors += text;
  });
  const ended = once(child, 'close').then(([status, signal]) => {
    running.delete(child);
    if (signal === 'SIGKILL') outcome.kills += 1;
    return signal ?? status;
  });
  return { child, ended, spending: Promise.race([ended, isSpending]) };
}
