import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '@kagura/store';
import { describeLedger } from './ledger-contract';

const folder = mkdtempSync(join(tmpdir(), 'kagura-ledger-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

describeLedger('SQLite', ({ now }) => {
  files += 1;
  const ledger = openLedger({ path: join(folder, `${files}.db`), now });
  return { ledger, close: () => ledger.close() };
});
