import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ending, runProgram } from './test/run-program';
import { integrityOf, storedCalls } from './test/stored-calls';

jest.setTimeout(120_000);

const PACKAGE = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-many-'));
  database = join(folder, 'kagura.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program's file, as forks, cluster workers and threads need one; `call(times)` makes observed calls. */
function run(program: string): Promise<Ending> {
  const file = join(folder, 'program.cjs');
  writeFileSync(
    file,
    `
    const { observe, metrics, startObservability } = require(${PACKAGE});
    const cluster = require('node:cluster');
    const { fork } = require('node:child_process');
    const { readlinkSync, readdirSync } = require('node:fs');
    const { Worker, isMainThread, parentPort } = require('node:worker_threads');
    const observed = observe((n) => n, 'agent');
    const call = (times) => { for (let n = 0; n < times; n += 1) observed(n); };
    /** Descriptors of this process that are open on the database file itself. */
    const openFiles = () => readdirSync('/proc/self/fd').filter((fd) => {
      try { return readlinkSync('/proc/self/fd/' + fd) === ${JSON.stringify(database)}; } catch (error) { return false; }
    }).length;
    ${program}`,
  );
  return runProgram({ args: [file], env: { KAGURA_DB: database } });
}

/** Open files can be listed there. */
const onLinux = process.platform === 'linux' ? it : it.skip;

/** Node.js brings a SQLite that processes can share. */
const hasSharedSqlite = Number(process.versions.node.split('.')[0]) >= 24;

const ENDED_WELL = { status: 0, signal: null, stderr: '' };

it('stores the calls of a parent and its forks, each through a connection of its own', async () => {
  const ending = await run(`
    call(100);
    if (process.argv[2] === 'child') process.disconnect();
    else for (let n = 0; n < 3; n += 1) fork(__filename, ['child']);`);
  expect(ending).toMatchObject(ENDED_WELL);
  expect(storedCalls(database)).toBe(400);
});

it('stores the calls of a cluster whose workers are disconnected, exit or are stopped by a signal', async () => {
  const ending = await run(`
    call(100);
    if (cluster.isPrimary) {
      const workers = [cluster.fork(), cluster.fork(), cluster.fork()];
      const ends = [(worker) => worker.disconnect(), (worker) => worker.send('exit'), (worker) => worker.process.kill('SIGTERM')];
      cluster.on('message', (worker) => ends[workers.indexOf(worker)](worker));
      let left = workers.length;
      const codes = [];
      cluster.on('exit', (worker, code, signal) => {
        codes[workers.indexOf(worker)] = signal ?? code;
        if (--left === 0) console.log(codes.join());
      });
    } else {
      process.on('message', () => process.exit(7));
      process.send('ready');
    }`);
  expect(ending).toMatchObject({ ...ENDED_WELL, stdout: '0,7,SIGTERM\n' });
  expect(storedCalls(database)).toBe(400);
});

onLinux('gives a fork nothing of its parent: neither its open files nor its rows', async () => {
  const ending = await run(`
    if (process.argv[2] === 'child') { console.log('child', openFiles()); call(1); console.log('child', openFiles()); }
    else { call(10); console.log('parent', openFiles()); fork(__filename, ['child']); }`);
  expect(ending).toMatchObject(ENDED_WELL);
  expect(ending.stdout).toBe('parent 1\nchild 0\nchild 1\n');
  expect(storedCalls(database)).toBe(11);
});

describe('worker threads', () => {
  it.each([
    ['end by themselves', ''],
    ['exit', 'process.exit(3);'],
    ['fail', 'process.nextTick(() => { throw new Error("uncaught in a thread"); });'],
    ['reject', 'Promise.reject(new Error("unhandled in a thread"));'],
  ])('that %s have stored their calls, beside those of the main thread', async (_name, end) => {
    const ending = await run(`
      call(100);
      if (isMainThread) {
        for (let n = 0; n < 4; n += 1) new Worker(__filename).on('error', () => {});
      } else {
        ${end}
      }`);
    expect(ending).toMatchObject(ENDED_WELL);
    expect(storedCalls(database)).toBe(500);
  });

  onLinux('open the file once each, and read what all of them wrote', async () => {
    const ending = await run(`
      const kagura = startObservability();
      call(100);
      if (isMainThread) {
        const workers = [1, 2, 3, 4].map(() => new Worker(__filename));
        const flushed = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
        Promise.all(flushed).then(async () => {
          console.log((await metrics.getStats('agent')).totalCalls, openFiles());
          for (const worker of workers) worker.postMessage('end');
        });
      } else {
        parentPort.once('message', async () => console.log((await metrics.getStats('agent')).totalCalls));
        kagura.flush().then(() => parentPort.postMessage('flushed'));
      }`);
    expect(ending).toMatchObject(ENDED_WELL);
    expect(ending.stdout).toBe(`500 5\n${'500\n'.repeat(4)}`);
  });

  it('that are terminated lose at most what they had not flushed, and harm nothing', async () => {
    const ending = await run(`
      if (isMainThread) {
        call(100);
        let left = 8;
        for (let n = 0; n < left; n += 1) {
          const worker = new Worker(__filename);
          worker.once('message', () => worker.terminate());
          worker.once('exit', () => { if (--left === 0) call(100); });
        }
      } else {
        call(100);
        startObservability().flush().then(() => {
          parentPort.postMessage('flushed');
          const goOn = () => { call(50); setImmediate(goOn); };
          goOn();
        });
      }`);
    // A thread that is terminated at the wrong moment takes the process with it where SQLite is that of the package.
    if (hasSharedSqlite) expect(ending).toMatchObject(ENDED_WELL);
    expect(storedCalls(database)).toBeGreaterThanOrEqual(ending.status === 0 ? 1_000 : 100);
    expect(integrityOf(database)).toBe('ok');
  });
});
