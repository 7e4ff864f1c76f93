import { CostTracker, Observe } from '@kagura/observability';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type OpenAI from 'openai';
import { type Stage, startStage } from '../stage';

/** Hands out what the clients return, as an application that wraps its calls in methods. */
class Models {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  @Observe({ name: 'ask', kind: 'model' })
  openai(prompt: string) {
    return this.#stage.openai.chat.completions.create(chat(prompt));
  }

  @Observe({ name: 'ask', kind: 'model' })
  anthropic(prompt: string) {
    return this.#stage.anthropic.messages.create(message(prompt));
  }

  @Observe({ name: 'ask', kind: 'model' })
  openaiStream(prompt: string) {
    const usage = { stream: true, stream_options: { include_usage: true } } as const;
    return this.#stage.openai.chat.completions.create({ ...chat(prompt), ...usage });
  }

  @Observe({ name: 'ask', kind: 'model' })
  anthropicStream(prompt: string) {
    return this.#stage.anthropic.messages.create({ ...message(prompt), stream: true });
  }
}

const chat = (content: string): OpenAI.ChatCompletionCreateParamsNonStreaming => ({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content }],
});
const message = (content: string) => ({
  model: 'claude-opus-4-8',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content }],
});

async function read(stream: AsyncIterable<unknown>): Promise<number> {
  let chunks = 0;
  for await (const _ of stream) chunks += 1;
  return chunks;
}

/** What a decorated method hands out of the clients of OpenAI and Anthropic stays what it is. Run for both standards. */
export function decoratedClientsSuite(): void {
  let exporter: InMemorySpanExporter;
  let stage: Stage;
  let models: Models;
  beforeEach(async () => {
    exporter = new InMemorySpanExporter();
    const spanProcessors = [new SimpleSpanProcessor({ exporter })];
    stage = await startStage({ observability: { spanProcessors } });
    models = new Models(stage);
  });
  afterEach(() => stage.close());

  /** Those of ours: Anthropic's client makes spans of its own. */
  const spans = (): ReadableSpan[] =>
    exporter
      .getFinishedSpans()
      .filter(({ instrumentationScope }) => instrumentationScope.name.startsWith('@kagura'));
  const requests = () => stage.server.requests.length;
  const cost = () => new CostTracker().getCost();

  describe.each(['openai', 'anthropic'] as const)('the promise of the client of %s', (client) => {
    it.each<[string, (promise: ReturnType<Models[typeof client]>) => Promise<unknown>]>([
      ['await', async (promise) => promise],
      ['finally()', (promise) => promise.finally(() => undefined)],
      ['withResponse()', async (promise) => (await promise.withResponse()).data],
      [
        'await and withResponse()',
        async (promise) => [await promise, (await promise.withResponse()).response],
      ],
      ['two readers', (promise) => Promise.all([promise, promise])],
    ])('makes one request, which is told of once, for %s', async (_way, use) => {
      const promise = models[client]('Hello');
      expect(promise.constructor.name).toBe('APIPromise');
      await use(promise);
      expect([requests(), spans().length]).toEqual([1, 1]);
      expect(await cost()).toMatchObject({ calls: 1, status: 'exact' });
    });

    it('gives out the raw response, whose body is unread', async () => {
      const response = await models[client]('Hello').asResponse();
      expect(spans()).toHaveLength(1);
      expect([response.bodyUsed, typeof (await response.json())]).toEqual([false, 'object']);
    });

    it('rejects with the error of the client', async () => {
      const error = await models[client]('[[error 400]]').catch((reason: Error) => reason);
      expect(error.constructor.name).toBe('BadRequestError');
      expect(error).toMatchObject({ status: 400 });
      expect(spans().map(({ status, attributes }) => [status.code, attributes['error.type']])).toEqual([
        [SpanStatusCode.ERROR, 'BadRequestError'],
      ]);
    });
  });

  describe.each(['openaiStream', 'anthropicStream'] as const)('the stream of %s', (client) => {
    it('keeps its controller and its ways of being read, and ends the call when it was', async () => {
      const stream = await models[client]('Hello');
      expect(spans()).toEqual([]);
      expect(stream.controller).toBeInstanceOf(AbortController);
      expect(await read(stream)).toBeGreaterThan(1);
      expect(spans()).toHaveLength(1);
      expect(await cost()).toMatchObject({ calls: 1, status: 'exact' });
    });

    it('is told of once when both its branches are read', async () => {
      const [left, right] = (await models[client]('Hello')).tee();
      expect(await Promise.all([read(left), read(right)])).toEqual(Array(2).fill(expect.any(Number)));
      expect(spans()).toHaveLength(1);
      expect(await cost()).toMatchObject({ calls: 1, status: 'exact' });
    });

    it('is followed through the web stream that it makes of itself', async () => {
      const stream = (await models[client]('Hello')).toReadableStream();
      expect(await read(stream as unknown as AsyncIterable<unknown>)).toBeGreaterThan(1);
      expect(await cost()).toMatchObject({ calls: 1, status: 'exact' });
    });

    it('that is left early ends the call, and the request', async () => {
      const stream = await models[client]('Hello');
      for await (const _ of stream) break;
      expect(stream.controller.signal.aborted).toBe(true);
      expect(spans().map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET]);
    });

    it('that is cut rejects with the error of the client', async () => {
      const error: unknown = await read(await models[client]('Hello [[cut]]')).catch(
        (reason: unknown) => reason,
      );
      expect(error).toHaveProperty('message');
      expect(spans().map(({ status }) => status.message)).toEqual([(error as Error).message]);
    });
  });
}
