import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLedger, type SynchronousBudgetLedger } from '@kagura/core';
import { openLedger } from '@kagura/store';
import * as fc from 'fast-check';
import type { MakeLedger } from './contract/bench';
import { describeLedger } from './ledger-contract';
import { histories } from './ledger-histories';
import { replay } from './ledger-replay';

const folder = mkdtempSync(join(tmpdir(), 'kagura-ledger-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

function newPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

const makeLedger: MakeLedger = ({ now }) => {
  const ledger = openLedger({ path: newPath(), now });
  return { ledger, close: () => ledger.close() };
};

const makeMemoryLedger: MakeLedger = ({ now }) => {
  const ledger = new MemoryLedger({ now });
  return { ledger, close: () => ledger.close() };
};

/** Every question goes to the other of two connections, as from processes that share a file. */
const makeSharedLedger: MakeLedger = ({ now }) => {
  const path = newPath();
  const connections = [openLedger({ path, now }), openLedger({ path, now })] as const;
  let questions = 0;
  const ledger = new Proxy<SynchronousBudgetLedger>(connections[0], {
    get(_, name: keyof SynchronousBudgetLedger) {
      if (name === 'now') return () => Math.max(...connections.map((connection) => connection.now()));
      questions += 1;
      const connection = connections[questions % 2 === 0 ? 0 : 1];
      const member = connection[name];
      return typeof member === 'function' ? member.bind(connection) : member;
    },
  });
  const close = () => {
    for (const connection of connections) connection.close();
  };
  return { ledger, close };
};

describeLedger('SQLite', makeLedger);

it('answers every history as the ledger in memory does, and as the facts want it', async () => {
  await fc.assert(
    fc.asyncProperty(histories, (history) => replay(history, [makeSharedLedger, makeMemoryLedger])),
    // Closed connections keep their files open until their statements are collected as garbage.
    { numRuns: 150 },
  );
}, 120_000);
