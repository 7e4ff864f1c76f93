import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readLastTrace, readPriceOverrides, setPriceOverride } from '@kagura/store';
import { createRuntime } from './create-runtime';
import { CostTracker, observe } from './index';
import type { ObservabilityOptions } from './observability-options';
import { readOpenTelemetryEnvironment } from './open-telemetry-environment';
import { forgetRuntime, type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

const QUESTION = { model: 'in-house', inputTokens: 1_000_000, outputTokens: 0 };

const price = (inputUsdPerMillion: string) => ({
  model: 'in-house',
  inputUsdPerMillion,
  outputUsdPerMillion: '0',
});

let folder: string;
let database: string;
let observed: ObservedProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-prices-'));
  database = join(folder, 'kagura.db');
});

afterEach(async () => {
  await observed?.stop();
  observed = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** As the command does. */
function setPrice(inputUsdPerMillion: string): void {
  const opened = openDatabase({ path: database });
  setPriceOverride(opened, price(inputUsdPerMillion));
  opened.close();
}

function storedPrices(): unknown[] {
  const opened = openDatabase({ path: database, readOnly: true });
  const stored = readPriceOverrides(opened).map(
    ({ origin, override }) => `${origin} ${override.inputUsdPerMillion}`,
  );
  opened.close();
  return stored;
}

const start = (options: ObservabilityOptions = {}) => {
  observed = startObserved({ database, ...options });
};

it('given in code are stored at the start, and forgotten when the code gives none any more', async () => {
  start({ pricing: { overrides: [price('2')] } });
  expect(storedPrices()).toEqual(['code 2']);
  await observed?.stop();
  start();
  expect(storedPrices()).toEqual([]);
});

it('given in code stay where a program starts by itself, without options', async () => {
  start({ pricing: { overrides: [price('2')] } });
  await observed?.stop();
  const environment = {
    serviceName: undefined,
    environment: undefined,
    database: undefined,
    timeZone: undefined,
    disabled: false,
    captureContent: false,
    openTelemetry: readOpenTelemetryEnvironment({}),
  };
  await createRuntime({ database }, { environment, implicit: true }).shutdown();
  forgetRuntime();
  expect(storedPrices()).toEqual(['code 2']);
});

it('set in the terminal count from the next start on, before those of the code, in every reader and in what is recorded', async () => {
  setPrice('3');
  start({ pricing: { overrides: [price('2')] } });
  setPrice('4');
  const recorded = await observe(
    async () => chatCompletion({ id: '1', model: 'in-house', input: 10, output: 1 }),
    {
      name: 'ask',
    },
  )();
  expect(recorded.id).toBe('1');
  expect(new CostTracker().calculateCost(QUESTION).usd).toBe('3');
  expect(await new CostTracker().getCost()).toMatchObject({ nanoUsd: 30_000 });
  expect(new CostTracker({ database }).calculateCost(QUESTION).usd).toBe('4');
});

it('are not needed to know how a call was billed', async () => {
  start();
  const answer = {
    ...chatCompletion({ id: '1', model: 'gpt-4o', input: 10, output: 1 }),
    service_tier: 'flex',
  };
  await observe(async () => answer, { name: 'ask' })();
  await observed?.kagura.flush();
  const opened = openDatabase({ path: database, readOnly: true });
  const [call] = readLastTrace(opened, 'ask')?.descendants ?? [];
  opened.close();
  expect(call).toMatchObject({ model: 'gpt-4o', billing: { serviceTier: 'flex' } });
});
