import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CALLS, EndingPrograms, type RunEndingOptions } from './test/ending-program';
import { storedCalls } from './test/stored-calls';

jest.setTimeout(120_000);

const programs = new EndingPrograms();
beforeEach(() => programs.open());
afterEach(() => programs.close());

/** Runs until a signal: whenever the program prints `ready`, it is sent the next one. */
function signalled(signals: readonly NodeJS.Signals[]): Pick<RunEndingOptions, 'onLine'> {
  const left = [...signals];
  return {
    onLine(line, child) {
      const next = line === 'ready' ? left.shift() : undefined;
      if (next) child.kill(next);
    },
  };
}

const STAY = 'setInterval(() => {}, 1e6);';
const READY = 'console.log("ready");';

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', (signal) => {
  it.each([
    ['nobody listens for', '', 1],
    [
      'the application listens for, and exits itself',
      `process.on("${signal}", (name, number) => { console.log("mine", name, number); setImmediate(() => process.exit(5)); });`,
      1,
    ],
    [
      'the application listens for, and goes on',
      `let left = 3; process.on("${signal}", () => { call(1); if (--left === 0) process.exit(0); ${READY} });`,
      3,
    ],
    [
      'the application listens for once',
      `process.once("${signal}", () => { console.log("mine"); ${READY} });`,
      2,
    ],
    [
      'the application listens for once, before anybody else',
      `process.prependOnceListener("${signal}", () => { console.log("mine"); setImmediate(() => { ${READY} }); });`,
      2,
    ],
    [
      'the application closes down on, and sends itself again',
      `const close = async () => { console.log("closing"); await null; process.off("${signal}", close); process.kill(process.pid, "${signal}"); };
       process.on("${signal}", close);`,
      1,
    ],
    [
      'a library handles if no one else does',
      `const last = () => { if (process.listeners("${signal}").length > 1) return; console.log("last"); process.off("${signal}", last); process.kill(process.pid, "${signal}"); };
       process.on("${signal}", last);`,
      1,
    ],
    [
      'the application emits by hand',
      `process.emit("${signal}", "${signal}"); process.once("${signal}", () => console.log("mine")); process.emit("${signal}", "${signal}");`,
      1,
    ],
  ])(
    'that %s ends the program as without observability, and every call is stored',
    async (...[, listen, times]) => {
      const ending = `${listen} ${STAY} ${READY}`;
      const signals = Array.from({ length: times }, () => signal);
      const plain = await programs.outcome({ ending }, { observed: false, ...signalled(signals) });
      const observed = await programs.outcome({ ending }, { observed: true, ...signalled(signals) });
      expect(observed).toEqual(plain);
      expect(storedCalls(programs.database)).toBeGreaterThanOrEqual(CALLS);
    },
  );
});

it('is not listened for any more after shutdown', async () => {
  const ending = `
    startObservability().shutdown().then(() => { console.log(process.listenerCount("SIGTERM")); ${READY} });
    ${STAY}`;
  const { stdout, signal } = await programs.run({ ending }, { observed: true, ...signalled(['SIGTERM']) });
  expect([signal, stdout]).toEqual(['SIGTERM', '999000\n0\nready\n']);
});

it('still ends a process in which one start took over from another', async () => {
  const ending = `startObservability(); call(1); ${STAY} setImmediate(() => { ${READY} });`;
  const { stdout, signal } = await programs.run({ ending }, { observed: true, ...signalled(['SIGTERM']) });
  expect([signal, stdout]).toEqual(['SIGTERM', '999000\nready\n']);
  expect(storedCalls(programs.database)).toBe(CALLS + 1);
});

it('lets exporters send what they hold before a signal ends the process', async () => {
  let spans = 0;
  const collector = await listen((request, response) => {
    void json(request).then((body) => {
      spans += spansIn(body);
      response.end('{}');
    });
  });
  const { signal } = await programs.run(exporting(collector.url), {
    observed: true,
    ...signalled(['SIGTERM']),
  });
  await collector.stop();
  expect(signal).toBe('SIGTERM');
  expect(spans).toBe(CALLS);
});

it('does not wait for a collector that never answers', async () => {
  const collector = await listen(() => undefined);
  const { signal } = await programs.run(exporting(collector.url), {
    observed: true,
    ...signalled(['SIGTERM']),
  });
  await collector.stop();
  expect(signal).toBe('SIGTERM');
  expect(storedCalls(programs.database)).toBe(CALLS);
});

it('ends at once with a second signal, whatever exporters are still at', async () => {
  const setUp = `
    const nothing = () => {};
    const forceFlush = () => { console.log("flushing"); return new Promise(nothing); };
    startObservability({ spanProcessors: [{ onStart: nothing, onEnd: nothing, forceFlush, shutdown: forceFlush }] });`;
  const { signal } = await programs.run(
    { setUp, ending: `${STAY} ${READY}` },
    {
      observed: true,
      onLine(line, child) {
        if (line === 'ready') child.kill('SIGTERM');
        if (line === 'flushing') child.kill('SIGINT');
      },
    },
  );
  expect(signal).toBe('SIGINT');
});

const exporting = (url: string) => ({
  setUp: `startObservability({ otlp: { url: ${JSON.stringify(url)} } });`,
  ending: `${STAY} ${READY}`,
});

interface TracesRequest {
  /** Absent from a request that carries metrics. */
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
  }[];
}

function spansIn(body: unknown): number {
  const { resourceSpans = [] } = body as TracesRequest;
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length;
}

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
