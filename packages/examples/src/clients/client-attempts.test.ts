import { observe } from '@kagura/observability';
import { type ObservedStage, startObservedStage } from './observed-stage';

let stage: ObservedStage;
beforeEach(async () => {
  stage = await startObservedStage();
});
afterEach(() => stage.close());

const ask = (prompt: string) =>
  stage.openai.chat.completions.create(
    { model: 'gpt-4o-mini', messages: [{ role: 'user', content: prompt }] },
    { maxRetries: 0 },
  );

it('a request that the application makes again tells its attempt, whatever object it is made of', async () => {
  await observe(async () => {
    await ask('[[error 503 times 2]]').catch(() => ask('[[error 503 times 2]]').catch(() => undefined));
    await ask('Hello');
  }, 'agent')();

  const requests = stage.spans().filter(({ name }) => name === 'chat gpt-4o-mini');
  expect(requests.map(({ attributes }) => attributes['kagura.attempt'])).toEqual([undefined, 2, undefined]);
  expect(requests.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([503, 503, 200]);
});
