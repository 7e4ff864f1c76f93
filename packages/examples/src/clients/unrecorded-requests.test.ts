import { observe, observeClient, recordUsage } from '@kagura/observability';
import OpenAI from 'openai';
import { type ObservedStage, startObservedStage } from './observed-stage';
import { scriptedFetch } from './scripted-fetch';

let stage: ObservedStage;
beforeEach(async () => {
  stage = await startObservedStage();
});
afterEach(() => stage.close());

const messages = [{ role: 'user' as const, content: 'Hello' }];
const message = { model: 'claude-opus-4-8', max_tokens: 50, messages };
const chat = { model: 'gpt-4o', messages };
const raw = () => stage.openai.post('/chat/completions', { body: chat });

/** Requests to addresses that the stand-in does not serve fail, which is recorded as little as an answer. */
it.each<[string, () => PromiseLike<unknown>]>([
  ['raw requests of the OpenAI client', raw],
  ['runs of assistants', () => stage.openai.beta.threads.createAndRun({ assistant_id: 'a' })],
  ['videos', () => stage.openai.videos.create({ prompt: 'a fox' })],
  ['moderations', () => stage.openai.moderations.create({ input: 'Hello' })],
  [
    'batches of OpenAI',
    () =>
      stage.openai.batches.create({
        input_file_id: 'f',
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
      }),
  ],
  ['responses that are fetched again', () => stage.openai.responses.retrieve('resp_1')],
  ['raw requests of the Anthropic client', () => stage.anthropic.post('/v1/messages', { body: message })],
  ['counted tokens', () => stage.anthropic.messages.countTokens({ model: message.model, messages })],
  [
    'batches of Anthropic',
    () => stage.anthropic.messages.batches.create({ requests: [{ custom_id: '1', params: message }] }),
  ],
  [
    'sessions of managed agents',
    () => stage.anthropic.beta.sessions.create({ agent: 'a', environment_id: 'e' }),
  ],
])('%s are not recorded', async (_what, request) => {
  await Promise.resolve(request()).catch(() => undefined);

  expect(stage.server.requests).toHaveLength(1);
  expect(await stage.cost()).toMatchObject({ calls: 0 });
});

it('a raw request is recorded by a decorated method that returns its answer', async () => {
  await observe(raw, { name: 'ask', kind: 'model' })();

  expect(await stage.cost()).toMatchObject({
    calls: 1,
    outputTokens: stage.server.usage.get('gpt-4o')?.outputTokens,
    status: 'exact',
  });
});

it('a response of the Realtime API is recorded by the method that hands its last event over', async () => {
  const response = {
    object: 'realtime.response',
    id: 'resp_1',
    status: 'completed',
    usage: {
      input_tokens: 100,
      output_tokens: 50,
      input_token_details: { text_tokens: 20, audio_tokens: 80 },
      output_token_details: { text_tokens: 10, audio_tokens: 40 },
    },
  };
  const hear = (event: object) => void recordUsage(event);
  const options = { name: 'talk', kind: 'model', model: 'gpt-realtime', provider: 'openai' } as const;
  observe(hear, options)({ type: 'response.done', response });

  expect(await stage.cost()).toMatchObject({
    calls: 1,
    inputTokens: 100,
    outputTokens: 50,
    status: 'exact',
  });
});

it('a response that is made in the background has an unknown cost while it waits', async () => {
  const { fetch } = scriptedFetch({
    object: 'response',
    id: 'resp_1',
    model: 'gpt-4o',
    status: 'queued',
    output: [],
    usage: null,
  });
  const client = observeClient(new OpenAI({ apiKey: 'k', fetch }));
  await client.responses.create({ model: 'gpt-4o', input: 'Hello', background: true });

  expect(await stage.cost()).toMatchObject({ calls: 1, failedCalls: 0, unpricedCalls: 1 });
});
