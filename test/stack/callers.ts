import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BudgetCharge } from '@kagura/core';

export interface CallerOptions {
  readonly url: string;
  /** Where bills and journals are. */
  readonly folder: string;
  readonly name: string;
  readonly inFlight: number;
  readonly ttlMs: number;
  readonly charges: readonly BudgetCharge[];
  /** A call holds 1 to so many nano-dollars. */
  readonly largest: number;
}

export interface Seen {
  readonly held: number;
  readonly denied: number;
  readonly failed: number;
}

const BILL = '.bill.ndjson';

/** A process that makes calls. `seen` is `undefined` where it was killed. */
export function startCaller({ folder, name, ...options }: CallerOptions) {
  const paths = { bill: join(folder, `${name}${BILL}`), journalPath: join(folder, 'journal') };
  const child = spawn(
    process.execPath,
    [join(__dirname, 'caller.mjs'), JSON.stringify({ ...options, ...paths, name })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const running = Promise.race([once(lines, 'line'), ended]);
  let last = '';
  lines.on('line', (line) => {
    last = line;
  });
  const seen = Promise.all([ended, once(lines, 'close')]).then(([[code]]): Seen | undefined =>
    code === 0 ? JSON.parse(last) : undefined,
  );
  return { running, seen, kill: () => child.kill('SIGKILL') };
}

/** What the calls of all processes have cost, by call. */
export function readBills(folder: string): Map<string, number> {
  const bills = new Map<string, number>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(BILL))) {
    const path = join(folder, name);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    for (const line of lines.filter((text) => text !== '')) {
      const { callId, cost } = JSON.parse(line);
      bills.set(callId, cost);
    }
  }
  return bills;
}
