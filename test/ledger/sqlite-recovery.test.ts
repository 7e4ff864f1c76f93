import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '@kagura/store';
import * as fc from 'fast-check';
import type { MakeLedger } from './contract/bench';
import { histories } from './ledger-histories';
import { replay } from './ledger-replay';

const folder = mkdtempSync(join(tmpdir(), 'kagura-ledger-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

/** A file whose connections are never closed before the end: what is in it, is all that is left. */
const makeLedger: MakeLedger = ({ now }) => {
  files += 1;
  const options = { path: join(folder, `${files}.db`), now };
  const connections = [openLedger(options)];
  return {
    get ledger() {
      return connections.at(-1)!;
    },
    reopen: () => {
      connections.push(openLedger(options));
    },
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
};

it('is found after any crash as it was left', async () => {
  await fc.assert(
    fc.asyncProperty(histories, (history) => replay(history, [makeLedger])),
    { numRuns: 60 },
  );
}, 120_000);
