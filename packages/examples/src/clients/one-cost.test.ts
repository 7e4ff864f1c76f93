import { CostTracker, observe, observeClient, recordUsage } from '@kagura/observability';
import { SpanKind, trace } from '@opentelemetry/api';
import { type Stage, startStage } from '../stage';

const OPENAI_MODEL = 'gpt-4o';
const ANTHROPIC_MODEL = 'claude-opus-4-8';

/** A call to a model in two steps, because what it gives out may be read later and elsewhere. */
interface Call {
  readonly model: string;
  open(stage: Stage, prompt: string): Promise<unknown>;
  read(opened: unknown): Promise<void>;
}

const chat = (content: string) => ({ model: OPENAI_MODEL, messages: [{ role: 'user' as const, content }] });
const message = (content: string) => ({
  model: ANTHROPIC_MODEL,
  max_tokens: 10,
  messages: [{ role: 'user' as const, content }],
});
const whole = { read: async () => undefined };
const streamed = {
  read: async (opened: unknown) => {
    for await (const _ of opened as AsyncIterable<unknown>);
  },
};

const calls: Readonly<Record<string, Call>> = {
  'an OpenAI chat': {
    model: OPENAI_MODEL,
    open: async ({ openai }, prompt) => openai.chat.completions.create(chat(prompt)),
    ...whole,
  },
  'a streamed OpenAI chat': {
    model: OPENAI_MODEL,
    open: async ({ openai }, prompt) => openai.chat.completions.create({ ...chat(prompt), stream: true }),
    ...streamed,
  },
  'an OpenAI stream helper': {
    model: OPENAI_MODEL,
    open: async ({ openai }, prompt) => openai.chat.completions.stream(chat(prompt)),
    ...streamed,
  },
  'an OpenAI response': {
    model: OPENAI_MODEL,
    open: async ({ openai }, input) => openai.responses.create({ model: OPENAI_MODEL, input }),
    ...whole,
  },
  'a streamed OpenAI response': {
    model: OPENAI_MODEL,
    open: async ({ openai }, input) => openai.responses.create({ model: OPENAI_MODEL, input, stream: true }),
    ...streamed,
  },
  'an Anthropic message': {
    model: ANTHROPIC_MODEL,
    open: async ({ anthropic }, prompt) => anthropic.messages.create(message(prompt)),
    ...whole,
  },
  'a streamed Anthropic message': {
    model: ANTHROPIC_MODEL,
    open: async ({ anthropic }, prompt) => anthropic.messages.create({ ...message(prompt), stream: true }),
    ...streamed,
  },
  'an Anthropic stream helper': {
    model: ANTHROPIC_MODEL,
    open: async ({ anthropic }, prompt) => anthropic.messages.stream(message(prompt)),
    ...streamed,
  },
};

type Open = () => Promise<unknown>;
type Stacking = (open: Open, read: Call['read'], call: Call) => Promise<unknown>;

const stackings: Readonly<Record<string, Stacking>> = {
  alone: async (open, read) => read(await open()),
  'inside an agent': (open, read) => observe(async () => read(await open()), 'agent')(),
  'returned by an agent, read after it': async (open, read) => read(await observe(open, 'agent')()),
  'returned by two agents and a step': async (open, read) =>
    read(await observe(() => observe(open, 'inner')(), 'outer')()),
  'inside a model method': (open, read) =>
    observe(async () => read(await open()), { name: 'ask', kind: 'model' })(),
  'returned by a model method of an agent': (open, read) =>
    observe(async () => read(await observe(open, { name: 'ask', kind: 'model' })()), 'agent')(),
  'recorded by hand as well': (open, read) =>
    observe(async () => {
      const opened = await open();
      if (opened instanceof Object && 'usage' in opened) recordUsage(opened);
      await read(opened);
    }, 'agent')(),
  'inside a span of another instrumentation': (open, read, { model }) =>
    observe(() => foreignSpan(model, async () => read(await open())), 'agent')(),
  'begun inside a span that ends before': async (open, read, { model }) =>
    read(await foreignSpan(model, open)),
};

/** What an instrumentation does that knows of the call from outside, and tells a usage of its own. */
function foreignSpan<T>(model: string, body: () => Promise<T>): Promise<T> {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': model,
    'gen_ai.usage.input_tokens': 1_000,
    'gen_ai.usage.output_tokens': 1_000,
  };
  return trace
    .getTracer('foreign')
    .startActiveSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      try {
        return await body();
      } finally {
        span.end();
      }
    });
}

/** What an instrumentation does that wraps the method of the client's class. */
function instrumentClass(resource: object, key: string): void {
  const owner = Object.getPrototypeOf(resource);
  const original = owner[key];
  jest.spyOn(owner, key).mockImplementation(function (this: unknown, ...args: unknown[]) {
    const [{ model }] = args as [{ model: string }];
    const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model };
    const tracer = trace.getTracer('@opentelemetry/instrumentation-openai');
    return tracer.startActiveSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes }, (span) =>
      original.apply(this, args)._thenUnwrap((answer: { id?: string }) => {
        span.setAttributes({ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.usage.output_tokens': 1_000 });
        if (answer.id) span.setAttribute('gen_ai.response.id', answer.id);
        span.end();
        return answer;
      }),
    );
  });
}

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

/** One call in the store, for what the server has counted. */
async function expectOneCall(model: string): Promise<void> {
  await stage.server.settled();
  const billed = stage.server.usage.get(model);
  const tracker = new CostTracker();
  const { calls, inputTokens, outputTokens, nanoUsd } = await tracker.getCost();
  const expected = tracker.calculateCost({
    model,
    inputTokens: billed?.inputTokens ?? 0,
    outputTokens: billed?.outputTokens ?? 0,
  });
  expect(billed?.calls).toBe(1);
  expect({ calls, inputTokens, outputTokens, nanoUsd }).toEqual({
    calls: 1,
    inputTokens: billed?.inputTokens,
    outputTokens: billed?.outputTokens,
    nanoUsd: expected.nanoUsd,
  });
}

describe.each(Object.entries(calls))('%s costs once', (_name, call) => {
  beforeEach(() => {
    observeClient(stage.openai);
    observeClient(stage.anthropic);
  });

  it.each(Object.entries(stackings))('%s', async (_stacking, stack) => {
    await stack(() => call.open(stage, 'Hello'), call.read, call);
    await expectOneCall(call.model);
  });

  it.each(Object.entries(stackings))('%s, with its class instrumented', async (_stacking, stack) => {
    instrumentClass(stage.openai.chat.completions, 'create');
    instrumentClass(stage.openai.responses, 'create');
    instrumentClass(stage.anthropic.messages, 'create');
    await stack(() => call.open(stage, 'Hello'), call.read, call);
    await expectOneCall(call.model);
  });

  it('that the client has to send again', async () => {
    stage.openai.maxRetries = 2;
    stage.anthropic.maxRetries = 2;
    await call.read(await call.open(stage, 'Hello [[error 503 times 2]]'));
    await expectOneCall(call.model);
  });
});
