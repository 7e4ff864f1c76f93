import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { backfill } from './backfill';
import { ALL, type BoardQuestion, boardQuestions, type Choice, fillIn, ONE } from './board-questions';
import { DemoProgram } from './demo-program';
import { eventually } from './eventually';
import { OtlpBridge } from './otlp-bridge';
import { type Answer, hasNumbers, PrometheusApi } from './prometheus-api';
import { ruleFiles, startPrometheus, startVictoriaMetrics } from './servers';

const CHOICES: readonly (readonly [string, Choice])[] = [
  ['everything', ALL],
  ['one of each', ONE],
];
const questions = boardQuestions();
const folder = mkdtempSync(join(tmpdir(), 'kagura-boards-'));
const servers: { stop(): Promise<void> }[] = [];
let prometheus: PrometheusApi;
let victoria: PrometheusApi;
let scrape: string;
let end: number;

beforeAll(async () => {
  const victoriaServer = await startVictoriaMetrics(join(folder, 'victoria'));
  const bridge = await OtlpBridge.start(`${victoriaServer.url}/opentelemetry`);
  servers.push(victoriaServer, bridge);
  const program = await DemoProgram.start({
    database: join(folder, 'kagura.db'),
    otlpUrl: bridge.url,
  });
  victoria = new PrometheusApi(victoriaServer.url);
  try {
    // Rates need samples of several moments.
    await eventually('A second minute of samples', async () => {
      const { samples } = await victoria.instant('count_over_time(kagura_agent_calls_total[1m])');
      return samples.some(({ values }) => Number(values[0]?.[1]) >= 4) || undefined;
    });
    await program.rest();
    scrape = await program.scrape();
  } finally {
    await program.stop();
  }
  end = Math.floor(Date.now() / 1_000);
  await backfill(scrape, join(folder, 'prometheus'), end);
  const server = await startPrometheus({ folder: join(folder, 'prometheus') });
  servers.push(server);
  prometheus = new PrometheusApi(server.url);
}, 180_000);

afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

/** What is wrong with the answers to the questions of all boards: nothing should be. */
async function faults(
  asked: readonly BoardQuestion[],
  ask: (question: BoardQuestion) => Promise<Answer>,
): Promise<string[]> {
  const found: string[] = [];
  for (const question of asked) {
    const answer = await ask(question);
    if (!hasNumbers(answer)) found.push(`${question.where} is empty: ${question.expression}`);
    for (const complaint of answer.complaints) found.push(`${question.where}: ${complaint}`);
  }
  return found;
}

it('finds questions to ask', () => {
  expect(questions.length).toBeGreaterThan(50);
});

describe.each(CHOICES)('eight days of history, with %s chosen', (_, choice) => {
  it('answers every question for a moment', async () => {
    const times = { interval: '4m', range: '6h' };
    const ask = ({ expression }: BoardQuestion) => prometheus.instant(fillIn(expression, choice, times), end);
    expect(await faults(questions, ask)).toEqual([]);
  });

  it('answers every question for the last two hours', async () => {
    const times = { interval: '4m', range: '2h' };
    const span = { start: end - 7_000, end, step: 60 };
    const ask = ({ expression }: BoardQuestion) => prometheus.range(fillIn(expression, choice, times), span);
    expect(await faults(questions, ask)).toEqual([]);
  });

  it('answers every question for the whole week', async () => {
    const times = { interval: '1h', range: '7d' };
    const span = { start: end - 7 * 86_400, end, step: 3_600 };
    const ask = ({ expression }: BoardQuestion) => prometheus.range(fillIn(expression, choice, times), span);
    expect(await faults(questions, ask)).toEqual([]);
  });

  it('answers every question of programs on VictoriaMetrics, which had it all by OTLP', async () => {
    const now = Date.now() / 1_000;
    const times = { interval: '1m', range: '5m' };
    const ask = ({ expression }: BoardQuestion) =>
      victoria.range(fillIn(expression, choice, times), { start: now - 60, end: now, step: 5 });
    expect(await faults(questions.filter(isOfPrograms), ask)).toEqual([]);
  });
});

/** Asks for what a program in good health pushes; the rest comes from others or from what goes wrong. */
function isOfPrograms({ expression }: BoardQuestion): boolean {
  const metrics = expression.match(/\b(?:kagura|gen_ai_client|otelcol|up)\w*(?=\{)|otelcol_/g) ?? [];
  return metrics.every((metric) => scrape.includes(`\n${metric}{`));
}

interface Rule {
  readonly record?: string;
  readonly expr: string;
}

const rules = ruleFiles().flatMap((path) =>
  (parse(readFileSync(path, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  ),
);

it.each(rules.flatMap(({ record }) => record ?? []))('records %s', async (record) => {
  const answer = await eventually(`A sample of ${record}`, async () => {
    const recorded = await prometheus.instant(record);
    return hasNumbers(recorded) ? recorded : undefined;
  });
  expect(answer.complaints).toEqual([]);
});

it('asks nothing in its rules that Prometheus finds strange', async () => {
  const complaints = await Promise.all(
    rules.map(async ({ expr }) => (await prometheus.instant(expr)).complaints),
  );
  expect(complaints.flat()).toEqual([]);
});

it('evaluates every rule without an error', async () => {
  const { groups } = await prometheus.get<{
    groups: { rules: { name: string; health: string; lastError?: string }[] }[];
  }>('rules');
  const evaluated = groups.flatMap((group) => group.rules);
  expect(evaluated.length).toBe(rules.length);
  expect(evaluated.filter(({ health }) => health !== 'ok')).toEqual([]);
});
