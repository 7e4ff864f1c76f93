import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS, EndingPrograms } from './test/ending-program';
import { runProgram } from './test/run-program';
import { storedCalls } from './test/stored-calls';

const PACKAGE = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const SDK = JSON.stringify(require.resolve('@opentelemetry/sdk-trace'));

jest.setTimeout(120_000);

const programs = new EndingPrograms();
beforeEach(() => programs.open());
afterEach(() => programs.close());

describe.each([
  ['a natural end', ''],
  ['process.exit', 'process.exit(7);'],
  ['process.exitCode', 'process.exitCode = 3;'],
  ['an uncaught exception', 'throw new RangeError("uncaught");'],
  ['an unhandled rejection', 'Promise.reject(new TypeError("unhandled"));'],
  [
    'a rejection of an observed call that nobody handles',
    'observe(async () => { throw new TypeError("lost"); }, "agent")();',
  ],
  [
    'an uncaught exception that the application handles',
    'process.on("uncaughtException", (e) => { console.log("handled", e.message); process.exitCode = 4; }); throw new Error("mine");',
  ],
  [
    'an uncaught exception that the application only watches',
    'process.on("uncaughtExceptionMonitor", (e) => console.log("seen", e.message)); throw new Error("seen");',
  ],
  [
    'an exit listener that throws',
    'process.on("exit", () => { throw new Error("late"); }); process.exitCode = 2;',
  ],
  [
    'a beforeExit listener',
    'process.on("beforeExit", (code) => { console.log("nothing left", code); call(1); });',
  ],
  [
    'a beforeExit listener that goes on with work three times',
    'let left = 3; process.on("beforeExit", () => { console.log(left); if (left-- > 0) setImmediate(() => call(1)); });',
  ],
  [
    'timers that keep no process alive',
    'setInterval(() => console.log("tick"), 1e6).unref(); setTimeout(() => console.log("late"), 1e6).unref();',
  ],
  [
    'a count of who listens for errors and messages',
    'for (const name of ["uncaughtException", "uncaughtExceptionMonitor", "unhandledRejection", "rejectionHandled", "warning", "message", "disconnect"]) console.log(name, process.listenerCount(name));',
  ],
])('with %s', (_name, ending) => {
  it('the program ends as without observability, and every call is stored', async () => {
    const plain = await programs.outcome({ ending }, { observed: false });
    expect(existsSync(programs.database)).toBe(false);
    expect(await programs.outcome({ ending }, { observed: true })).toEqual(plain);
    expect(storedCalls(programs.database)).toBeGreaterThanOrEqual(CALLS);
  });
});

it('ends a process that still has a server and a timer as soon as it asks to end', async () => {
  const ending = `
    require("node:http").createServer().listen(0, "127.0.0.1", () => process.exit(6));
    setInterval(() => {}, 1e6);`;
  const { status } = await programs.run({ ending }, { observed: true });
  expect(status).toBe(6);
  expect(storedCalls(programs.database)).toBe(CALLS);
});

it('asks exporters for what they hold before the process ends', async () => {
  const setUp = `
    const { BatchSpanProcessor } = require(${SDK});
    const exporter = {
      export(spans, done) { setImmediate(() => { console.log("exported", spans.length); done({ code: 0 }); }); },
      shutdown: async () => {},
    };
    startObservability({ spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 5000, maxExportBatchSize: 5000 })] });`;
  const { stdout, status } = await programs.run({ setUp, ending: '' }, { observed: true });
  expect([status, stdout]).toEqual([0, `999000\nexported ${CALLS}\n`]);
});

it('goes on without a store that cannot be opened, and says why on stderr', async () => {
  const text = `console.log(require(${PACKAGE}).observe(() => 'result', 'agent')());`;
  const { status, stdout, stderr } = await runProgram({
    args: ['-e', text],
    env: { KAGURA_DB: '/dev/null/kagura.db' },
  });
  expect([status, stdout]).toEqual([0, 'result\n']);
  expect(stderr).toMatch(/KAGURA_STORE_OPEN.*\/dev\/null\/kagura\.db could not be opened/);
});

it('goes on unrecorded where the environment asks for something impossible, and says so once', async () => {
  const text = `const call = require(${PACKAGE}).observe(() => 'result', 'agent'); console.log(call(), call());`;
  const { status, stdout, stderr } = await runProgram({
    args: ['-e', text],
    env: { KAGURA_DB: programs.database, KAGURA_TZ: 'Mars/Olympus' },
  });
  expect([status, stdout]).toEqual([0, 'result result\n']);
  expect(stderr.match(/KAGURA_START.*Mars\/Olympus/g)).toHaveLength(1);
});

it('costs an importing program neither the SDK nor a native module until the first call', async () => {
  const text = `
    require(${PACKAGE});
    const loaded = Object.keys(require.cache).filter((path) => /opentelemetry.(sdk|exporter)|photostructure|prices.json/.test(path));
    console.log(JSON.stringify(loaded), process.listenerCount('exit'), process.listenerCount('SIGTERM'));
  `;
  const { stdout } = await runProgram({ args: ['-e', text] });
  expect(stdout).toBe('[] 0 0\n');
});

it('leaves no listener behind where observability is disabled', async () => {
  const text = `
    const { observe, startObservability } = require(${PACKAGE});
    startObservability({ serviceName: 'off' });
    console.log(observe(() => 'result', 'agent')(), process.listenerCount('exit'), process.listenerCount('SIGTERM'));
  `;
  const env = { KAGURA_DISABLED: '1', KAGURA_DB: programs.database };
  expect(await runProgram({ args: ['-e', text], env })).toMatchObject({ status: 0, stdout: 'result 0 0\n' });
  expect(existsSync(programs.database)).toBe(false);
});

it('leaves no listener behind after shutdown', async () => {
  const text = `
    const { startObservability } = require(${PACKAGE});
    const names = () => process.eventNames().filter((name) => /exit|SIG|removeListener/i.test(name)).sort().join();
    const before = names();
    const kagura = startObservability();
    const during = names();
    kagura.shutdown().then(() => console.log(before !== during, before === names()));
  `;
  const env = { KAGURA_DB: programs.database };
  expect(await runProgram({ args: ['-e', text], env })).toMatchObject({ status: 0, stdout: 'true true\n' });
});
