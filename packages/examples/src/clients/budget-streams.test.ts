import { Readable } from 'node:stream';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import {
  BudgetExceededError,
  type BudgetOptions,
  CostTracker,
  observe,
  observeClient,
} from '@kagura/observability';
import OpenAI from 'openai';
import { laterLedger } from './later-ledger';
import { type ObservedStage, startObservedStage } from './observed-stage';

const WORDS = 400;
/** 2.5 and 10 dollars for a million tokens. */
const OPENAI_MODEL = 'gpt-4o';
const ANTHROPIC_MODEL = 'claude-sonnet-4-6';

let stage: ObservedStage;

const start = async (isLater: boolean): Promise<void> => {
  stage = await startObservedStage({
    server: {
      answer: () => ({ text: 'word '.repeat(WORDS), inputTokens: 200, outputTokens: WORDS }),
      chunkIntervalMs: 1,
    },
    observability: isLater ? { ledger: laterLedger() } : {},
  });
};

afterEach(() => stage.close());

const messages = [{ role: 'user' as const, content: 'What is AI? '.repeat(60) }];
const chat = { model: OPENAI_MODEL, messages };

type Stream = AsyncIterable<unknown>;

/** Streams without a limit of their own. */
const streams: Readonly<Record<string, () => PromiseLike<Stream> | Stream>> = {
  'OpenAI chat': () => stage.openai.chat.completions.create({ ...chat, stream: true }),
  'OpenAI chat helper': () => stage.openai.chat.completions.stream(chat),
  'OpenAI responses': () =>
    stage.openai.responses.create({ model: OPENAI_MODEL, input: messages[0]?.content ?? '', stream: true }),
  'OpenAI responses helper': () =>
    stage.openai.responses.stream({ model: OPENAI_MODEL, input: messages[0]?.content ?? '' }),
};

async function read(stream: PromiseLike<Stream> | Stream): Promise<number> {
  let chunks = 0;
  for await (const _ of await stream) chunks += 1;
  return chunks;
}

const failureOf = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => undefined,
    (error: unknown) => error,
  );

async function setBudget(options: BudgetOptions) {
  const tracker = new CostTracker();
  await tracker.setBudget('monthly', options);
  return async () => {
    await stage.kagura.flush();
    const [budget] = await tracker.getBudgets();
    return { spent: budget?.spent ?? 0, reserved: budget?.reserved, uncertain: budget?.uncertain };
  };
}

/** The budget's error, wherever a client puts it. */
function refusalIn(error: unknown): unknown {
  return error instanceof BudgetExceededError || !(error instanceof Error) ? error : refusalIn(error.cause);
}

describe.each([
  ['at once', false],
  ['later', true],
])('beside a ledger that answers %s', (_when, isLater) => {
  beforeEach(() => start(isLater));

  it.each(Object.entries(streams))('%s is cut at the limit', async (_name, open) => {
    const standing = await setBudget({ limitUsd: 0.003, estimate: 0.001 });

    const error = await failureOf(read(open()));
    await stage.server.settled();

    expect(refusalIn(error)).toBeInstanceOf(BudgetExceededError);
    expect(stage.server.requests).toMatchObject([{ outcome: 'abandoned' }]);
    const { spent, ...rest } = await standing();
    expect(rest).toEqual({ reserved: 0, uncertain: 0 });
    expect(spent).toBeGreaterThan(0.002);
    expect(spent).toBeLessThanOrEqual(0.003);
    expect(stage.clientSpan().attributes).toMatchObject({
      'kagura.usage.source': 'partial',
      'error.type': 'BudgetExceededError',
    });
  });

  it('a stream whose limit was held for is not cut', async () => {
    const standing = await setBudget({ limitUsd: 0.008 });
    const limited = { ...chat, max_completion_tokens: WORDS, stream: true } as const;
    expect(await read(stage.openai.chat.completions.create(limited))).toBeGreaterThan(WORDS / 2);
    expect(await standing()).toEqual({ spent: 0.0045, reserved: 0, uncertain: 0 });
  });

  it('a budget that warns cuts nothing', async () => {
    const standing = await setBudget({ limitUsd: 0.001, mode: 'warn' });
    await read(stage.openai.chat.completions.create({ ...chat, stream: true }));
    expect(await standing()).toEqual({ spent: 0.0045, reserved: 0, uncertain: 0 });
  });

  it('a stream that its reader leaves is charged for what has come', async () => {
    const standing = await setBudget({ limitUsd: 1 });
    const limited = { ...chat, max_completion_tokens: 50_000, stream: true } as const;
    for await (const _ of await stage.openai.chat.completions.create(limited)) break;
    const { spent, ...rest } = await standing();
    expect(spent).toBeGreaterThan(0.0004);
    expect(spent).toBeLessThan(0.001);
    expect(rest).toEqual({ reserved: 0, uncertain: 0 });
  });

  it('a stream that breaks in the middle is charged for what has come', async () => {
    const standing = await setBudget({ limitUsd: 1 });
    const content = '[[cut]] Hello';
    const broken = { ...chat, messages: [{ role: 'user' as const, content }], stream: true as const };
    expect(await failureOf(read(stage.openai.chat.completions.create(broken)))).toMatchObject({
      message: 'terminated',
    });
    const { spent, ...rest } = await standing();
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThan(0.02);
    expect(rest).toEqual({ reserved: 0, uncertain: 0 });
  });

  it('a call that is refused is a rejection of the same promise', async () => {
    await setBudget({ limitUsd: 0 });
    const promise = stage.openai.chat.completions.create(chat);
    expect(typeof promise.withResponse).toBe('function');
    await expect(promise).rejects.toThrow(BudgetExceededError);
    await expect(stage.openai.chat.completions.stream(chat).finalMessage()).rejects.toThrow(
      /Budget "monthly"/,
    );
    await expect(
      stage.anthropic.messages.create({ model: ANTHROPIC_MODEL, max_tokens: 10, messages }),
    ).rejects.toThrow(BudgetExceededError);
    expect(stage.server.requests).toEqual([]);
  });
});

it("Anthropic's streams are cut where less is held than they may cost", async () => {
  await start(false);
  const standing = await setBudget({ limitUsd: 0.004, estimate: 0.001 });
  const request = { model: ANTHROPIC_MODEL, max_tokens: 50_000, messages, stream: true } as const;
  expect(await failureOf(read(stage.anthropic.messages.create(request)))).toBeInstanceOf(BudgetExceededError);
  await stage.server.settled();
  expect(stage.server.requests).toMatchObject([{ outcome: 'abandoned' }]);
  const { spent } = await standing();
  expect(spent).toBeGreaterThan(0.002);
  expect(spent).toBeLessThanOrEqual(0.004);
});

it('a stream that a model method passes on is cut as well', async () => {
  await start(false);
  const standing = await setBudget({ limitUsd: 0.003, estimate: 0.001 });
  const ask = observe(async () => stage.openai.chat.completions.create({ ...chat, stream: true }), {
    name: 'ask',
    kind: 'model',
  });
  expect(await failureOf(read(ask()))).toBeInstanceOf(BudgetExceededError);
  expect((await standing()).spent).toBeLessThanOrEqual(0.003);
});

describe('a stream of Node.js that a client gets from a fetch of its own', () => {
  async function open({ configurable }: { readonly configurable: boolean }) {
    await start(false);
    const standing = await setBudget({ limitUsd: 0.003, estimate: 0.001 });
    const client = observeClient(
      new OpenAI({
        apiKey: 'none',
        baseURL: stage.server.openaiBaseUrl,
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          const value = response.body && Readable.fromWeb(response.body as NodeWebStream);
          return Object.defineProperty(new Response(null, response), 'body', { value, configurable });
        },
      }),
    );
    return { standing, reading: read(client.chat.completions.create({ ...chat, stream: true })) };
  }

  it('is cut as well', async () => {
    const { standing, reading } = await open({ configurable: true });
    expect(await failureOf(reading)).toBeInstanceOf(BudgetExceededError);
    await stage.server.settled();
    expect(stage.server.requests).toMatchObject([{ outcome: 'abandoned' }]);
    expect((await standing()).spent).toBeLessThanOrEqual(0.003);
  });

  it('is charged with what was held where it does not let itself be followed', async () => {
    const { standing, reading } = await open({ configurable: false });
    expect(await reading).toBeGreaterThan(WORDS / 2);
    expect(await standing()).toEqual({ spent: 0.001, reserved: 0, uncertain: 0 });
  });
});
