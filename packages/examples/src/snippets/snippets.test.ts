import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CostTracker } from '@kagura/observability';
import { openDatabase, readLastTrace } from '@kagura/store';
import { type Stage, startStage } from '../stage';
import { ask, setLimits } from './customer-limits';
import { main as runFirstAgent } from './first-agent';
import { main as askWithinLimit } from './monthly-limit';
import { summarize } from './record-usage';
import { main as tellStory } from './streaming';
import { handleMessage, SupportAgent } from './with-context';

let stage: Stage;
let printed: string;

beforeEach(async () => {
  stage = await startStage();
  // The snippets use the clients as an application does, which take key and URL from the environment.
  process.env.OPENAI_API_KEY = 'stand-in';
  process.env.OPENAI_BASE_URL = stage.server.openaiBaseUrl;
  printed = '';
  const print = (text: unknown) => {
    printed += text;
    return true;
  };
  jest.spyOn(console, 'log').mockImplementation(print);
  jest.spyOn(process.stdout, 'write').mockImplementation(print);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

test('first agent: answers, and tells its tokens and cost', async () => {
  await runFirstAgent();

  expect(printed).toMatch(/^You asked: What is AI\?.*3 tokens in, \d+ out: \$0\.0000\d+$/s);
});

test('streaming: the story arrives, with exact usage', async () => {
  await tellStory();

  expect(printed).toMatch(/^You asked: Tell a story about a fox\./);
  expect(await new CostTracker().getCost({ agent: 'narrator' })).toMatchObject({
    inputTokens: 6,
    outputTokens: stage.server.usage.get('gpt-4o')?.outputTokens,
    status: 'exact',
  });
});

test('record usage: a provider without a client is priced from its counts', async () => {
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ summary: 'Short.', tokens: { read: 1_000, written: 10 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const summary = await summarize('Long.', `http://127.0.0.1:${port}`);
  server.close();

  expect(summary).toBe('Short.');
  expect(await new CostTracker().getCost({ agent: 'summarizer' })).toMatchObject({
    nanoUsd: 156_000,
    calls: 1,
  });
});

test('with context: calls are recorded for user, session and tags', async () => {
  const { choices } = await handleMessage(new SupportAgent(), 'aki', 'Where is my parcel?');
  await stage.kagura.flush();
  const database = openDatabase({ path: stage.database, readOnly: true });
  const stored = readLastTrace(database, 'support_agent');
  database.close();

  expect(choices[0]?.message.content).toMatch(/^You asked: Where is my parcel\?/);
  expect(stored?.root.context).toEqual({ user: 'aki', session: 'aki-chat', tags: { feature: 'support' } });
});

test('monthly limit: questions are answered as long as they fit', async () => {
  await askWithinLimit(['One?', 'Two?', 'Three?'], 0.0056);

  expect(printed).toMatch(/^You asked: One\?.*Stopped: \$0\.0\d+ of \$0\.0056 spent, more from \d{4}-/s);
  expect(stage.server.requests.length).toBeLessThan(3);
});

test('customer limits: what one customer spends leaves the others alone', async () => {
  await setLimits(['acme', 'globex']);
  await new CostTracker().setBudget('daily', { limitUsd: 0, tenant: 'acme' });

  await expect(ask('acme', 'Hi')).rejects.toMatchObject({ budgetId: 'daily:tenant=acme' });
  expect((await ask('globex', 'Hi')).choices).toHaveLength(1);
});
