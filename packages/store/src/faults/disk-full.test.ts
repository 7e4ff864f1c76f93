import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../open-database';
import { readCostTotals } from '../queries/costs';
import { SpanWriter } from '../span-writer';
import { StoreError } from '../store-error';
import { expectSumsOfSpans, integrityOf } from '../test/integrity';
import { runNode } from '../test/run-node';
import { modelCall } from '../test/span-records';
import { cleanUp, temporaryFolder } from '../test/temporary-store';

// Each test starts several processes.
jest.setTimeout(60_000);

const undo: (() => void)[] = [];

afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
  cleanUp();
});

/** Only root may mount; everyone else is shown that these were skipped. */
const asRoot = process.getuid?.() === 0 && process.platform === 'linux' ? it : it.skip;

const system = (program: string, ...args: readonly string[]) => execFileSync(program, args);

/** A disk of 3 MB. */
function smallDisk(): string {
  const folder = temporaryFolder();
  system('mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder);
  // Closed databases keep their files open until their statements are collected as garbage.
  undo.push(() => system('umount', '--lazy', folder));
  return folder;
}

function fill(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  for (let bytes = 4_194_304; bytes >= 4_096; bytes /= 2) {
    try {
      writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
  return () => rmSync(ballast);
}

const LIMITED = `
  const { execFileSync } = require('node:child_process');
  const database = store.openDatabase({ path: args[0] });
  const errors = [];
  const writer = new store.SpanWriter(database, { onError: (error) => errors.push(error.message), maxQueueRows: 1500 });
  const content = { input: 'x'.repeat(2000), output: null };
  for (let row = 0; row < 1000; row += 1) writer.add(records.modelCall(undefined, { content }));
  writer.flush();
  const full = { queued: writer.queuedRows, written: writer.writtenRows, read: store.readCostTotals(database).calls };
  for (let row = 0; row < 2000; row += 1) writer.add(records.modelCall());
  const later = { queued: writer.queuedRows, dropped: writer.droppedRows };
  execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited']);
  writer.flush();
  writer.close();
  console.log(JSON.stringify({ full, later, errors, written: writer.writtenRows, calls: store.readCostTotals(database).calls }));`;

it('F4: a file that may not grow costs no row that fits into memory, and writing goes on when it may', async () => {
  const path = join(temporaryFolder(), 'kagura.db');
  const result = JSON.parse(await runNode(LIMITED, [path], { fileBlocks: 2_000 }));
  expect(result.errors).toEqual([expect.stringMatching(/full|I\/O error/)]);
  expect(result.full.written).toBeLessThan(1_000);
  expect(result.full).toMatchObject({ read: result.full.written, queued: 1_000 - result.full.written });
  expect(result.later).toEqual({ queued: 1_500, dropped: result.full.queued + 2_000 - 1_500 });
  expect([result.calls, result.written]).toEqual([result.full.written + 1_500, result.full.written + 1_500]);
  const database = openDatabase({ path });
  expect(integrityOf(database)).toBe('ok');
  expectSumsOfSpans(database);
  database.close();
});

asRoot('F4: a full disk costs no row, and writing goes on when there is room again', () => {
  const disk = smallDisk();
  const database = openDatabase({ path: join(disk, 'kagura.db') });
  undo.push(() => database.close());
  const errors: unknown[] = [];
  const writer = new SpanWriter(database, { onError: (error) => errors.push(error) });
  const add = () => writer.add(modelCall(undefined, { content: { input: 'x'.repeat(2_000), output: null } }));
  for (let row = 0; row < 100; row += 1) add();
  writer.flush();
  const makeRoom = fill(disk);
  for (let row = 0; row < 200; row += 1) add();
  writer.flush();
  expect(errors).toHaveLength(1);
  expect(String(errors[0])).toContain('full');
  expect([writer.queuedRows, readCostTotals(database).calls]).toEqual([200, 100]);
  makeRoom();
  writer.flush();
  expect([writer.queuedRows, readCostTotals(database).calls]).toEqual([0, 300]);
  expect(integrityOf(database)).toBe('ok');
  expectSumsOfSpans(database);
  writer.close();
});

it('F5: a file that cannot be filled is an error that names it, and can be opened later', async () => {
  const path = join(temporaryFolder(), '.kagura', 'kagura.db');
  const script = `
    try { store.openDatabase({ path: args[0] }); } catch (error) { console.log(error.name, error.code, error.message); }`;
  const said = await runNode(script, [path], { fileBlocks: 0 });
  expect(said).toMatch(/^StoreError KAGURA_DB_UNREADABLE /);
  expect(said).toContain(path);
  openDatabase({ path }).close();
});

asRoot('F5: a full disk is an error that says so, and the database can be opened when there is room', () => {
  const disk = smallDisk();
  const makeRoom = fill(disk);
  const path = join(disk, '.kagura', 'kagura.db');
  expect(() => openDatabase({ path })).toThrow(StoreError);
  makeRoom();
  openDatabase({ path }).close();
});
