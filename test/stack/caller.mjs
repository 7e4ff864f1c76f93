// A process with many calls in flight that share one budget. It writes what its calls have cost to a file of its own,
// as a provider would bill them, and prints `running` and at last what it has seen.
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { redisLedger } from '@kagura/redis';

const { url, name, inFlight, bill, journalPath, ttlMs, charges, largest } = JSON.parse(process.argv[2]);
// With four busy processes on two processors an answer may take longer than it should in production.
const ledger = redisLedger({ url, journalPath, commandTimeoutMs: 5_000, connectTimeoutMs: 5_000 });
const seen = { held: 0, denied: 0, failed: 0 };
const { version } = await ledger.budgets();
const upTo = (number) => 1 + Math.floor(Math.random() * number);

async function call(callId) {
  const amountNanoUsd = upTo(largest);
  const { outcome } = await ledger.reserve({
    callId,
    amountNanoUsd,
    leakNanoUsd: amountNanoUsd,
    charges,
    version,
    ttlMs,
    owner: name,
  });
  seen[outcome] += 1;
  if (outcome !== 'held') return false;
  if (seen.held === 1) process.stdout.write('running\n');
  await delay(Math.random() * 10);
  const cost = upTo(amountNanoUsd);
  appendFileSync(bill, `${JSON.stringify({ callId, cost })}\n`);
  await ledger.settle({ callId, amountNanoUsd: cost, charges });
  return true;
}

/** One call after the other, until several in a row do not fit. */
async function lane(lane) {
  for (let number = 0, denied = 0; denied < 5; number += 1) {
    try {
      denied = (await call(`${name}-${lane}-${number}`)) ? 0 : denied + 1;
    } catch (error) {
      if (error.code !== 'KAGURA_LEDGER_UNAVAILABLE') throw error;
      seen.failed += 1;
    }
  }
}

await Promise.all(Array.from({ length: inFlight }, (_, number) => lane(number)));
await ledger.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
