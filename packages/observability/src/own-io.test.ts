import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './test/run-program';

jest.setTimeout(60_000);

const REQUIRES = {
  package: join(__dirname, '..', 'dist', 'index.js'),
  api: require.resolve('@opentelemetry/api'),
  contexts: require.resolve('@opentelemetry/context-async-hooks'),
  sdk: require.resolve('@opentelemetry/sdk-trace'),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-own-io-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Spans are counted by name, and what an instrumentation of HTTP does is done: a span for every request that is sent. */
const PREPARATION = `
  const paths = ${JSON.stringify(REQUIRES)};
  const { observe, startObservability } = require(paths.package);
  const { context, trace } = require(paths.api);
  const { AsyncLocalStorageContextManager } = require(paths.contexts);
  const { TracerProvider } = require(paths.sdk);
  const http = require('node:http');
  const names = [];
  const nothing = async () => {};
  const counter = { onStart: (span) => names.push(span.name), onEnd() {}, forceFlush: nothing, shutdown: nothing };
  require('node:diagnostics_channel').subscribe('http.client.request.start', () => trace.getTracer('http').startSpan('HTTP').end());
  let received = 0;
  const collector = http.createServer((request, response) => { received += 1; request.resume(); response.end('{}'); }).unref();
  const send = (url) => new Promise((resolve) => http.get(url, (response) => response.resume().on('end', resolve)));
`;

it.each([
  [
    'our own provider is registered',
    'const start = (otlp) => startObservability({ otlp, spanProcessors: [counter] });',
    ['HTTP', 'invoke_agent agent'],
  ],
  [
    'the application registered its own provider',
    `context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
     trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [counter] }));
     const start = (otlp) => startObservability({ otlp, register: false });`,
    ['HTTP'],
  ],
])('neither exporting nor storing is traced where %s', async (_name, start, expected) => {
  const program = `
    ${PREPARATION}
    ${start}
    collector.listen(0, '127.0.0.1', async () => {
      const url = 'http://127.0.0.1:' + collector.address().port + '/v1/traces';
      const kagura = start({ url });
      await send(url);
      observe(() => 1, 'agent')();
      await kagura.flush();
      const { totalCalls } = await kagura.metrics.getStats('agent');
      await kagura.shutdown();
      console.log(JSON.stringify({ received, names, totalCalls }));
      process.exit();
    });`;
  const { stdout, stderr } = await runProgram({
    args: ['-e', program],
    env: { KAGURA_DB: join(folder, 'kagura.db') },
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ received: 4, names: expected, totalCalls: 1 });
});
