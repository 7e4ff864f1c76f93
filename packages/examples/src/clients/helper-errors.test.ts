import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observe } from '@kagura/observability';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { type Stage, startStage } from '../stage';

let exporter: InMemorySpanExporter;
let stage: Stage;
beforeEach(async () => {
  exporter = new InMemorySpanExporter();
  stage = await startStage({
    observability: { spanProcessors: [new SimpleSpanProcessor({ exporter })] },
  });
});
afterEach(() => stage.close());

const folder = mkdtempSync(join(tmpdir(), 'kagura-helper-errors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const messages = [{ role: 'user' as const, content: '[[error 400]]' }];

/** Starts stream helpers of clients that are not wrapped, whose request is refused. */
const helpers = {
  Anthropic: () => stage.anthropic.messages.stream({ model: 'claude-opus-4-8', max_tokens: 9, messages }),
  OpenAI: () => stage.openai.chat.completions.stream({ model: 'gpt-4o', messages }),
};

it.each(Object.entries(helpers))('the error of a helper of %s is in the span', async (_client, open) => {
  const error = await observe(open, 'ask')()
    .done()
    .catch((reason: Error) => reason);
  expect(error?.constructor.name).toBe('BadRequestError');
  expect(error).toMatchObject({ status: 400 });

  const span = exporter.getFinishedSpans().find(({ name }) => name === 'invoke_agent ask');
  expect(span?.attributes).toMatchObject({
    'error.type': 'BadRequestError',
    'http.response.status_code': 400,
  });
  expect(span?.status.message).toBe(error?.message);
});

it('an error of a helper that nobody handles ends the process as without us', () => {
  const program = (observes: boolean) => `
    const { default: Anthropic } = require('@anthropic-ai/sdk');
    const { observe } = require('@kagura/observability');
    const client = new Anthropic({ apiKey: 'x', maxRetries: 0, fetch: async () => new Response('{}', { status: 400 }) });
    const ask = () => client.messages.stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'x' }] });
    (${observes} ? observe(ask, 'ask') : ask)();`;
  const run = (observes: boolean) => {
    const { status, stderr } = spawnSync(process.execPath, ['-e', program(observes)], {
      cwd: __dirname,
      encoding: 'utf8',
      env: { ...process.env, KAGURA_DB: join(folder, 'kagura.db') },
    });
    // Above the error Node.js shows a line of source, another one where the error's stack was looked at.
    return { status, error: stderr.slice(stderr.indexOf('BadRequestError')) };
  };
  const plain = run(false);
  expect(plain.error).toMatch(/^BadRequestError: 400/);
  expect(run(true)).toEqual({ ...plain, status: 1 });
});
