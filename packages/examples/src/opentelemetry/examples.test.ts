import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CostTracker } from '@kagura/observability';
import { type OtlpBackend, startOtlpBackend } from './otlp-backend';

jest.setTimeout(60_000);

const built = require.resolve('./run-example').replace(/src(.opentelemetry.run-example)\.ts$/, 'dist$1.js');

let folder: string;
let first: OtlpBackend;
let second: OtlpBackend;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-example-'));
  [first, second] = await Promise.all([startOtlpBackend(), startOtlpBackend()]);
});
afterEach(async () => {
  await Promise.all([first.stop(), second.stop()]);
  rmSync(folder, { recursive: true });
});

/** What the agent's one question cost, as the store has it; the program must end by itself, without a word. */
async function run(name: string): Promise<number | null> {
  const database = join(folder, 'kagura.db');
  const child = spawn(process.execPath, [built, name], {
    env: {
      ...process.env,
      KAGURA_DB: database,
      OTEL_EXPORTER_OTLP_ENDPOINT: first.url,
      SECOND_BACKEND_URL: second.url,
      SECOND_BACKEND_KEY: 'key',
    },
    timeout: 50_000,
  });
  const [output, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([status, output]).toEqual([0, '']);
  return (await new CostTracker({ database }).getCost()).total;
}

const EXPECTED = ['chat gpt-4o', 'invoke_agent streaming_agent'];
const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);
const costsOf = ({ spans }: OtlpBackend) =>
  spans.flatMap(({ attributes = [] }) =>
    attributes.flatMap(({ key, value }) => (key === 'kagura.cost.usd' ? [value.doubleValue] : [])),
  );

it.each(['new-application', 'node-sdk', 'own-provider', 'second-backend'])(
  '%s: spans with their cost, and metrics, are at the endpoint, and the call is in the store once',
  async (name) => {
    const cost = await run(name);
    expect(cost).toBeGreaterThan(0);
    expect(namesOf(first.spans)).toEqual(EXPECTED);
    expect(costsOf(first)).toEqual([cost]);
    expect(namesOf(first.metrics)).toEqual(
      expect.arrayContaining(['gen_ai.client.operation.duration', 'kagura.cost.usd', 'kagura.agent.calls']),
    );
  },
);

it('second-backend: the same spans are at a second endpoint, which has a key of its own', async () => {
  const cost = await run('second-backend');
  expect(namesOf(second.spans)).toEqual(EXPECTED);
  expect(costsOf(second)).toEqual([cost]);
  expect(second.keys).toEqual(['Bearer key']);
  expect(first.keys).toEqual([undefined, undefined]);
});
