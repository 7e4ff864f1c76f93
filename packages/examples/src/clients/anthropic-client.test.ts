import { observe } from '@kagura/observability';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type ObservedStage, startObservedStage } from './observed-stage';

let stage: ObservedStage;
beforeEach(async () => {
  stage = await startObservedStage();
});
afterEach(() => stage.close());

const request = (content: string) => ({
  model: 'claude-opus-4-8',
  max_tokens: 200,
  messages: [{ role: 'user' as const, content }],
});
const weather = { name: 'weather', input_schema: { type: 'object' as const, properties: {} } };

it('makes the span of the conventions for a message', async () => {
  // The client's types leave these out for its newest models; older ones take them.
  const sampling: object = { temperature: 0.5, top_p: 0.9, top_k: 40 };
  await stage.anthropic.messages.create({ ...request('Hello'), ...sampling, stop_sequences: ['END'] });

  const span = stage.clientSpan();
  expect([span.name, span.kind]).toEqual(['chat claude-opus-4-8', SpanKind.CLIENT]);
  expect(span.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-opus-4-8',
    'gen_ai.request.max_tokens': 200,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.top_p': 0.9,
    'gen_ai.request.top_k': 40,
    'gen_ai.request.stop_sequences': ['END'],
    'server.address': '127.0.0.1',
    'gen_ai.response.id': 'msg_standin_1',
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': 2,
    'http.response.status_code': 200,
  });
});

it.each([
  ['a whole message', () => stage.anthropic.messages.create({ ...request('Weather?'), tools: [weather] })],
  [
    'a streamed message',
    async () => {
      const stream = await stage.anthropic.messages.create({
        ...request('Weather?'),
        tools: [weather],
        stream: true,
      });
      for await (const _ of stream);
    },
  ],
  [
    'the stream helper',
    () => stage.anthropic.messages.stream({ ...request('Weather?'), tools: [weather] }).finalMessage(),
  ],
  ['the beta', () => stage.anthropic.beta.messages.create({ ...request('Weather?'), tools: [weather] })],
])('names the tools that %s asks for', async (_what, call) => {
  await call();

  expect(stage.clientSpan().attributes).toMatchObject({
    'kagura.response.tool_calls': ['weather'],
    'gen_ai.response.finish_reasons': ['tool_use'],
  });
});

it('records every request of a tool runner as a call of its agent', async () => {
  const run = observe(async () => {
    const runner = stage.anthropic.beta.messages.toolRunner({
      ...request('Weather?'),
      tools: [{ ...weather, type: 'custom', run: () => 'sunny', parse: (given: unknown) => given }],
    });
    return (await runner).content;
  }, 'forecaster');
  await run();

  expect(stage.server.requests).toHaveLength(2);
  expect(await stage.kagura.costs.getCost({ agent: 'forecaster' })).toMatchObject({
    calls: 2,
    status: 'exact',
  });
});

it('records an error with its class, its status and its message, and gives the caller the same', async () => {
  const error: unknown = await stage.anthropic.messages
    .create(request('Hello [[error 529]]'))
    .catch((thrown: unknown) => thrown);

  const { attributes, status, events } = stage.clientSpan();
  expect(error).toMatchObject({ status: 529, error: { error: { type: 'overloaded_error' } } });
  expect(status).toEqual({ code: SpanStatusCode.ERROR, message: (error as Error).message });
  expect(attributes).toMatchObject({ 'error.type': 'OverloadedError', 'http.response.status_code': 529 });
  expect(events.map(({ name }) => name)).toEqual(['exception']);
});

it('records a request that the client itself refuses', () => {
  expect(() => stage.anthropic.messages.create({ ...request('Hello'), max_tokens: 1_000_000 })).toThrow(
    'Streaming',
  );
  expect(stage.clientSpan().attributes['error.type']).toBe('AnthropicError');
});

it("leaves the client's own spans below its call, without a cost of their own", async () => {
  await stage.anthropic.messages.create(request('Hello'));

  const span = stage.clientSpan();
  const own = stage.spans().find(({ name }) => name === 'anthropic.messages.create');
  expect(own?.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
  expect(own?.attributes).not.toHaveProperty('kagura.cost.usd');
  expect(span.attributes['kagura.cost.usd']).toBe((await stage.cost()).total);
});
