import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { SpanStatusCode, trace as tracing } from '@opentelemetry/api';
import { currentSpan, type ObservabilityOptions, observe, Tracer, trace } from './index';
import { type Outlets, openOutlets } from './test/outlets';
import { chatChunks, chatCompletion } from './test/responses';
import { runProgram } from './test/run-program';

/** Covered by no rule. */
const WORD = 'CanaryInTheCoalMine';
/** Covered by one; put together here, so that no scanner takes this file for a leak. */
const KEY = ['sk', 'proj', 'c4n4ryC4n4ryC4n4ryC4n4ry'].join('-');

let outlets: Outlets;
afterEach(() => outlets.stop());

/** A text in pieces, so that none of them is the canary. */
const pieces = (text: string): string[] => text.match(/.{1,5}/g) ?? [];

async function swallow(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // The application has the error; what is told of it elsewhere is what matters here.
  }
}

/** Hands a text in and out of observed calls in every way there is. */
async function passThrough(text: string): Promise<void> {
  const kinds = ['agent', 'model', 'tool', 'step'] as const;
  for (const kind of kinds) {
    await observe(async (given: unknown) => given, { kind, name: kind })({ text, list: [text] });
    observe(() => chatCompletion({ id: 'chatcmpl-1', text }), { kind, name: kind })();
    for await (const _ of observe(() => Readable.from(pieces(text)), { kind, name: kind })());
    const reader = new Response(text).body?.pipeThrough(new TextDecoderStream());
    for await (const _ of observe(() => reader as ReadableStream<string>, { kind, name: kind })());
    for (const _ of observe(() => pieces(text).values(), { kind, name: kind })());
    await observe(
      async function* () {
        for (const content of pieces(text))
          yield { ...chatChunks()[0], choices: [{ index: 0, delta: { content } }] };
      },
      { kind, name: kind },
    )().next();
  }
  trace((given: string) => new Map([[given, new Set([given])]]), 'collections')(text);
  await new Tracer().span('outer', async () => observe((bytes: Buffer) => bytes, 'bytes')(Buffer.from(text)));
}

/** Lets observed calls fail in every way there is, with a text in what they fail with. */
async function failWith(text: string): Promise<void> {
  const cause = new Error(`behind it: ${text}`, { cause: text });
  const thrown: readonly unknown[] = [
    new Error(`Incorrect API key provided: ${text}.`, { cause }),
    new AggregateError([cause, text], text),
    Object.assign(new Error(text), { name: text, status: 401, body: text }),
    { message: text, cause: { message: text } },
    text,
  ];
  for (const kind of ['agent', 'model', 'tool', 'step'] as const) {
    for (const error of thrown) {
      const raise = () => {
        throw error;
      };
      await swallow(observe(raise, { kind, name: kind }));
      await swallow(observe(async () => raise(), { kind, name: kind }));
      await swallow(async () => {
        for await (const _ of observe(
          async function* () {
            yield 1;
            raise();
          },
          { kind, name: kind },
        )());
      });
      await swallow(
        observe(() => new Proxy({}, { get: raise, getPrototypeOf: raise, has: raise }), { kind }),
      );
      observe(() => 1, raise)();
    }
  }
}

async function leaks(canary: string): Promise<string[]> {
  const all = await outlets.all();
  return Object.keys(all).filter((way) => all[way]?.includes(canary));
}

it('lets content out where it is captured, and only there, which is how this test would see it', async () => {
  outlets = openOutlets({ capture: { prompts: true, responses: true } });
  await passThrough(WORD);
  expect(await leaks(WORD)).toEqual(['spans', 'database']);
});

it('lets nothing of arguments, results and streams out while nothing is captured', async () => {
  outlets = openOutlets();
  await passThrough(WORD);
  await passThrough(KEY);
  expect(await leaks(WORD)).toEqual([]);
  expect(await leaks(KEY)).toEqual([]);
});

const COVERED: readonly (readonly [string, string, ObservabilityOptions['capture']])[] = [
  ['a rule', KEY, {}],
  ['a pattern', WORD, { redact: [/Canary\w{1,40}/] }],
  ['a named pattern', WORD, { redact: [{ name: 'bird', pattern: /CanaryIn\w{1,40}/, replacement: '' }] }],
  ['a function', WORD, { redact: [(text) => text.replaceAll(WORD, 'a bird')] }],
  [
    'a function that fails',
    WORD,
    {
      redact: [
        () => {
          throw new Error(WORD);
        },
      ],
    },
  ],
];

it.each(COVERED)(
  'lets nothing out that %s covers, from contents, errors and attributes',
  async (_name, canary, capture) => {
    outlets = openOutlets({ capture: { prompts: true, responses: true, ...capture } });
    await passThrough(canary);
    await failWith(canary);
    observe(() => 1, { attributes: { note: `is ${canary}`, notes: ['a', canary] } })();
    expect(await leaks(canary)).toEqual([]);
  },
);

it('lets nothing of an error out that a rule covers, also while nothing is captured', async () => {
  outlets = openOutlets();
  await failWith(KEY);
  expect(await leaks(KEY)).toEqual([]);
  expect(await leaks('[redacted: openai_key]')).toEqual(['spans', 'database', 'metrics', 'logs']);
});

it('stores what the application writes onto its span without what a rule covers', async () => {
  outlets = openOutlets();
  observe(() => currentSpan()?.setAttribute('note', `is ${KEY}`), 'agent')();
  const { database } = await outlets.all();
  expect(database).toContain('is [redacted: openai_key]');
  expect(database).not.toContain(KEY);
});

it('exports and prints nothing that a rule covers', async () => {
  outlets = openOutlets();
  const exported: Buffer[] = [];
  const collector = createServer(async (request, response) => {
    for await (const chunk of request) exported.push(chunk);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
  const { status, stdout, stderr } = await runProgram({
    args: ['-e', exportingProgram(url)],
    env: { CANARY: KEY },
  });
  await new Promise((resolve) => collector.close(resolve));

  expect(status).toBe(0);
  const sent = Buffer.concat(exported).toString('latin1');
  expect(sent).toContain('[redacted: openai_key]');
  expect(stderr).toContain('[redacted: openai_key]');
  expect(sent + stdout + stderr).not.toContain(KEY);
});

/** Hands a secret to an observed function that throws it, and in whose options it is thrown too. */
function exportingProgram(url: string): string {
  return `
    const { observe, startObservability } = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    const capture = { prompts: true, responses: true };
    const kagura = startObservability({ database: false, capture, otlp: { url: ${JSON.stringify(url)} } });
    const raise = (text) => { throw new Error('Incorrect API key provided: ' + text); };
    try { observe(raise, "agent")(process.env.CANARY); } catch { /* Where it goes is looked at. */ }
    observe((text) => text, () => raise(process.env.CANARY))(process.env.CANARY);
    kagura.shutdown();
  `;
}

it('keeps the error of another instrumentation without what a rule covers', async () => {
  outlets = openOutlets();
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
  const span = tracing.getTracer('another').startSpan('chat', { attributes });
  span.recordException(new Error(`Incorrect API key provided: ${KEY}.`));
  span.setStatus({ code: SpanStatusCode.ERROR, message: `Incorrect API key provided: ${KEY}.` });
  span.end();
  const { database } = await outlets.all();
  expect(database).toContain('Incorrect API key provided: [redacted: openai_key].');
  expect(database).not.toContain(KEY);
});
