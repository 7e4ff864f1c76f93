import { observeClient } from '@kagura/observability';
import { AzureOpenAI } from 'openai';
import { type ObservedStage, startObservedStage } from './observed-stage';

let stage: ObservedStage;
let azure: AzureOpenAI;
beforeEach(async () => {
  stage = await startObservedStage();
  azure = observeClient(
    new AzureOpenAI({
      apiKey: 'stand-in',
      baseURL: `${stage.server.url}/openai`,
      apiVersion: '2024-10-21',
      deployment: 'helpdesk',
      maxRetries: 0,
    }),
  );
});
afterEach(() => stage.close());

const chat = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user' as const, content }] });

it('asks for the usage of a stream, and keeps what that adds from the caller', async () => {
  const withUsage: unknown[] = [];
  for await (const chunk of await azure.chat.completions.create({ ...chat('Hello'), stream: true })) {
    if ('usage' in chunk) withUsage.push(chunk);
  }

  expect(withUsage).toEqual([]);
  expect(stage.server.requests[0]?.body).toMatchObject({ stream_options: { include_usage: true } });
  expect(await stage.cost()).toMatchObject({
    calls: 1,
    outputTokens: stage.server.usage.get('gpt-4o')?.outputTokens,
    status: 'exact',
  });
});

it('sends a request again as it was to a deployment that refuses the question', async () => {
  const body = { ...chat('Hello [[refuse stream_options]]'), stream: true } as const;
  for await (const _ of await azure.chat.completions.create(body));

  expect(stage.server.requests.map(({ status }) => status)).toEqual([400, 200]);
  expect(await stage.cost()).toMatchObject({ calls: 1, unpricedCalls: 1 });
});

it('has no price for a deployment whose answer does not name the model behind it', async () => {
  await azure.chat.completions.create({ ...chat('Hello'), model: 'helpdesk' });

  expect(await stage.cost()).toMatchObject({ calls: 1, unpricedCalls: 1, total: null });
});
