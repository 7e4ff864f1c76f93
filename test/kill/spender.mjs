// A process that keeps calls in flight against the budgets of one ledger, in each of its threads: it holds what a call may
// cost, waits, writes what it has cost into a journal, and settles that. It ends at SIGTERM, or, where it is told to,
// when its budgets are spent.
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { randomNumbers } from './random-numbers.mjs';

const require = createRequire(import.meta.url);
const { chargeOf, isInScope } = require('../../packages/core/dist/index.js');
const { openLedger, processOwner } = require('../../packages/store/dist/index.js');

const { path, journal, seed, threads, untilSpent } = JSON.parse(process.argv[2]);
const STANDARD_OUTPUT = 1;
const IN_FLIGHT = 64;
/** The most that a call may cost, in nano-dollars. */
const MOST = 1_000;
const LONGEST_CALL_MS = 4;
/** So often in a row a call is denied before its budgets count as spent. */
const DENIALS = 20;
const SHARE_RELEASED = 0.1;
const SHARE_SETTLED_TWICE = 0.2;
const AGENTS = ['agent-0', 'agent-1'];

let isStopping = false;
if (isMainThread) {
  const workers = Array.from({ length: threads - 1 }, (_, n) => {
    const options = { ...JSON.parse(process.argv[2]), seed: seed + n + 1 };
    return new Worker(new URL(import.meta.url), { argv: [JSON.stringify(options)] });
  });
  process.on('SIGTERM', () => {
    isStopping = true;
    for (const worker of workers) worker.postMessage('stop');
  });
} else {
  parentPort.on('message', () => {
    isStopping = true;
  });
}

const random = randomNumbers(seed);
const facts = openSync(journal, 'a');
const owner = processOwner();
const ledger = await patiently(() => openLedger({ path }));
writeSync(STANDARD_OUTPUT, 'open\n');
await Promise.all(Array.from({ length: IN_FLIGHT }, keepSpending));
ledger.close();
parentPort?.close();

async function keepSpending() {
  let denials = 0;
  while (!isStopping && !(untilSpent && denials === DENIALS)) {
    const agent = AGENTS[Math.floor(random() * AGENTS.length)];
    const reservation = {
      callId: randomUUID(),
      agent,
      amountNanoUsd: 1 + Math.floor(random() * MOST),
      ttlMs: 120_000,
      owner,
    };
    const charges = await hold(reservation);
    if (charges === undefined) denials += 1;
    else {
      denials = 0;
      await finish(reservation, charges);
    }
    await delay(random() * LONGEST_CALL_MS);
  }
}

/** The charges that were made; none where the call was denied. */
async function hold(reservation) {
  for (;;) {
    const { version, budgets } = await patiently(() => ledger.budgets());
    const charges = budgets
      .filter(({ scope }) => isInScope(scope, { agent: reservation.agent }))
      .map((budget) => chargeOf(budget, ledger.now()));
    const asked = { ...reservation, leakNanoUsd: reservation.amountNanoUsd, charges, version };
    const { outcome } = await patiently(() => ledger.reserve(asked));
    if (outcome === 'held') return charges;
    if (outcome === 'denied') return undefined;
  }
}

async function finish({ callId, amountNanoUsd: most }, charges) {
  await delay(random() * LONGEST_CALL_MS);
  if (random() < SHARE_RELEASED) {
    await patiently(() => ledger.release(callId));
    return;
  }
  const amountNanoUsd = Math.floor(random() * (most + 1));
  // In one short write, which is whole or not at all: what it says has been spent, whatever the ledger comes to know.
  writeSync(facts, `${callId} ${amountNanoUsd} ${charges.map(({ budgetId }) => budgetId).join(',')}\n`);
  const settle = () => ledger.settle({ callId, amountNanoUsd, charges });
  await patiently(settle);
  if (random() < SHARE_SETTLED_TWICE) await patiently(settle);
  writeSync(facts, `${callId} told\n`);
}

/** Asks again while others keep the ledger busy. */
async function patiently(ask) {
  for (;;) {
    try {
      return ask();
    } catch (error) {
      if (error.code !== 'KAGURA_LEDGER_UNAVAILABLE' || error.cause?.code !== 'KAGURA_DB_LOCKED') throw error;
      writeSync(STANDARD_OUTPUT, 'busy\n');
      await delay(1 + random() * 10);
    }
  }
}
