import fc from 'fast-check';
import { createStreamFolder, foldStream } from './fold-stream';
import { expectSound, nearly } from './hostile-values.suite';
import { AI_SDK_MODEL_STREAM_FIXTURES } from './stream-folders/__fixtures__/ai-sdk-model-stream';
import { AI_SDK_STREAM_FIXTURES } from './stream-folders/__fixtures__/ai-sdk-stream';
import { ANTHROPIC_STREAM_FIXTURES } from './stream-folders/__fixtures__/anthropic-stream';
import { BEDROCK_STREAM_FIXTURES } from './stream-folders/__fixtures__/bedrock-stream';
import { CHAT_STREAM_FIXTURES } from './stream-folders/__fixtures__/chat-streams';
import { COHERE_STREAM_FIXTURES } from './stream-folders/__fixtures__/cohere-stream';
import { GEMINI_STREAM_FIXTURES } from './stream-folders/__fixtures__/gemini-stream';
import { LANGCHAIN_EVENTS_FIXTURES } from './stream-folders/__fixtures__/langchain-events';
import { LANGCHAIN_STREAM_FIXTURES } from './stream-folders/__fixtures__/langchain-stream';
import { OLLAMA_STREAM_FIXTURES } from './stream-folders/__fixtures__/ollama-stream';
import { OPENAI_CHAT_STREAM_FIXTURES } from './stream-folders/__fixtures__/openai-chat-stream';
import { OPENAI_MEDIA_STREAM_FIXTURES } from './stream-folders/__fixtures__/openai-media-stream';
import { OPENAI_REALTIME_STREAM_FIXTURES } from './stream-folders/__fixtures__/openai-realtime-stream';
import { OPENAI_RESPONSES_STREAM_FIXTURES } from './stream-folders/__fixtures__/openai-responses-stream';
import type { UsageReading } from './usage';

const FIXTURES = [
  ...OPENAI_CHAT_STREAM_FIXTURES,
  ...OPENAI_RESPONSES_STREAM_FIXTURES,
  ...ANTHROPIC_STREAM_FIXTURES,
  ...AI_SDK_STREAM_FIXTURES,
  ...AI_SDK_MODEL_STREAM_FIXTURES,
  ...BEDROCK_STREAM_FIXTURES,
  ...CHAT_STREAM_FIXTURES,
  ...COHERE_STREAM_FIXTURES,
  ...GEMINI_STREAM_FIXTURES,
  ...LANGCHAIN_STREAM_FIXTURES,
  ...LANGCHAIN_EVENTS_FIXTURES,
  ...OLLAMA_STREAM_FIXTURES,
  ...OPENAI_MEDIA_STREAM_FIXTURES,
  ...OPENAI_REALTIME_STREAM_FIXTURES,
];
const table = FIXTURES.map((fixture) => [fixture.name, fixture] as const);
const [CHAT, CHAT_WITHOUT_USAGE] = OPENAI_CHAT_STREAM_FIXTURES;
const [RESPONSE] = OPENAI_RESPONSES_STREAM_FIXTURES;
const [MESSAGE] = ANTHROPIC_STREAM_FIXTURES;

/** Reads the first `length` chunks and stops. */
function readUpTo(length: number, chunks: readonly unknown[] = []): UsageReading | undefined {
  const folder = createStreamFolder();
  for (const chunk of chunks.slice(0, length)) {
    folder.add(chunk);
  }
  return folder.finish({ aborted: true });
}

describe('foldStream', () => {
  it.each(table)('folds %s', (_name, { chunks, hint, expected }) => {
    expect(foldStream(chunks, hint)).toEqual(expected);
  });

  it('takes a stream that fails for one that was stopped', () => {
    function* failing() {
      yield* CHAT_WITHOUT_USAGE?.chunks ?? [];
      throw new Error('connection reset');
    }
    expect(foldStream(failing())).toEqual({ ...CHAT_WITHOUT_USAGE?.expected, partial: true });
  });

  it.each([
    ['nothing', []],
    ['text', ['Hel', 'lo']],
    [
      'events of its own',
      [{ type: 'token', text: 'Hi' }, { type: 'response.done' }, { usage: { tokens: 3 } }],
    ],
    ['whole responses', [{ object: 'chat.completion', choices: [{ message: {}, finish_reason: 'stop' }] }]],
    ['events named like those of responses', [{ type: 'response.chunk', sequence_number: 1 }]],
  ])('finds nothing in a stream of %s', (_name, chunks) => {
    expect(foldStream(chunks)).toBeUndefined();
  });

  it('finds nothing in what cannot be iterated', () => {
    const chunks = JSON.parse('{}') as Iterable<unknown>;
    expect(foldStream(chunks)).toBeUndefined();
  });

  it('knows who began to answer in a stream of a model of the AI SDK that was stopped', () => {
    const [{ chunks, expected } = { chunks: [], expected: {} }] = AI_SDK_MODEL_STREAM_FIXTURES;
    const { model, responseId } = expected as UsageReading;
    expect(readUpTo(2, chunks)).toMatchObject({ model, responseId, usage: {}, partial: true });
  });

  it('knows what Anthropic has told at the start of a stream of a model of AI SDK 7 that was stopped', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 1 };
    const anthropic = { id: 'msg_1', model: 'claude-opus-4-8', usage };
    const chunks = [
      { type: 'stream-start', warnings: [] },
      { type: 'response-metadata', id: 'msg_1', modelId: 'claude-opus-4-8' },
      { type: 'custom', kind: 'anthropic.message_start', providerMetadata: { anthropic } },
      { type: 'text-delta', id: '0', delta: 'Hel' },
    ];
    expect(readUpTo(4, chunks)).toEqual({
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      responseId: 'msg_1',
      usage: { inputTokens: 100, cachedReadTokens: 90, outputTokens: 1 },
      shape: 'ai-sdk',
      partial: true,
    });
  });

  it('knows the model of a chat completion from the hint when no chunk names it', () => {
    const chunks = [{ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }] }];
    expect(foldStream(chunks, { provider: 'mistral', model: 'mistral-small' })).toEqual({
      provider: 'mistral_ai',
      model: 'mistral-small',
      usage: {},
      shape: 'openai-chat',
      partial: true,
    });
  });

  it('never throws, and its parts fit into their totals or are marked', () => {
    const chunks = FIXTURES.flatMap((fixture) => fixture.chunks);
    const names = ['choices', 'object', 'usage', 'model', 'id', 'type', 'message', 'response', 'delta'];
    const stream = fc.array(nearly(chunks, names), { maxLength: 12 });
    fc.assert(
      fc.property(stream, fc.boolean(), (makers, aborted) => {
        const folder = createStreamFolder();
        for (const make of makers) {
          folder.add(make());
        }
        expect(typeof folder.text()).toBe('string');
        folder.finishAll({ aborted }).forEach(expectSound);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('a stream that was stopped', () => {
  it('is a call of unknown usage when OpenAI had not sent it yet', () => {
    const { finishReason, ...known } = CHAT?.expected ?? {};
    expect(readUpTo(2, CHAT?.chunks)).toEqual({ ...known, usage: {}, partial: true });
    expect(readUpTo(4, CHAT?.chunks)).toEqual({ ...known, finishReason, usage: {}, partial: true });
  });

  it('has the model and id of a response that had only begun', () => {
    const { provider, model, responseId, shape } = RESPONSE?.expected ?? {};
    expect(readUpTo(4, RESPONSE?.chunks)).toEqual({
      provider,
      model,
      responseId,
      shape,
      usage: {},
      partial: true,
    });
  });

  it('has the input of an Anthropic message, and the output as far as it was counted', () => {
    const { finishReason, usage, ...known } = MESSAGE?.expected ?? {};
    expect(readUpTo(4, MESSAGE?.chunks)).toEqual({
      ...known,
      usage: { ...usage, outputTokens: 1 },
      partial: true,
    });
  });

  it('is partial until the provider has said everything, and complete from then on', () => {
    for (const { chunks } of FIXTURES.filter((fixture) => fixture !== CHAT_WITHOUT_USAGE)) {
      const readings = chunks.map((_chunk, index) => readUpTo(index + 1, chunks));
      const partial = readings.map((reading) => reading === undefined || reading.partial === true);
      const turn = partial.indexOf(false);
      expect(turn).toBeGreaterThan(0);
      expect(partial).toEqual(chunks.map((_chunk, index) => index < turn));
    }
  });
});

describe('createStreamFolder', () => {
  it.each(table)('collects the text of %s', (_name, { chunks, text }) => {
    const folder = createStreamFolder();
    chunks.forEach(folder.add, folder);
    expect(folder.text()).toBe(text);
  });

  it('keeps no more text than it was told to, and no half of a character', () => {
    const delta = (content: string) => ({
      object: 'chat.completion.chunk',
      choices: [{ delta: { content } }],
    });
    const textWithin = (maxTextLength: number) => {
      const folder = createStreamFolder({}, { maxTextLength });
      [delta('ab'), delta('c😀d'), delta('e')].forEach(folder.add, folder);
      return folder.text();
    };
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(textWithin)).toEqual([
      '',
      'a',
      'ab',
      'abc',
      'abc',
      'abc😀',
      'abc😀d',
      'abc😀de',
    ]);
  });

  it('keeps 65,536 UTF-16 units of text unless told otherwise', () => {
    const folder = createStreamFolder();
    folder.add({ object: 'chat.completion.chunk', choices: [{ delta: { content: 'x'.repeat(70_000) } }] });
    expect(folder.text()).toHaveLength(65_536);
  });

  it('may be asked at any time, and again', () => {
    const folder = createStreamFolder();
    for (const chunk of MESSAGE?.chunks ?? []) {
      folder.add(chunk);
      expect(folder.finish()).toEqual(folder.finish());
    }
    expect(folder.finish()).toEqual(MESSAGE?.expected);
  });

  const separable = FIXTURES.filter(
    ({ chunks, expected }) =>
      // Renaming does not reach into bytes, and without an id nothing tells LangChain's messages apart.
      !JSON.stringify(chunks).includes('"bytes"') &&
      (expected.shape !== 'langchain' || expected.responseId !== undefined),
  );

  it.each(separable.map((fixture) => [fixture.name, fixture] as const))(
    'tells a second response after %s apart',
    (_name, { chunks, hint, expected }) => {
      const id = expected.responseId;
      const again =
        id === undefined
          ? chunks
          : chunks.map((chunk) => JSON.parse(JSON.stringify(chunk).replaceAll(id, 'gen-second')) as unknown);
      const folder = createStreamFolder(hint);
      [...chunks, ...again].forEach(folder.add, folder);
      const [first, second] = folder.finishAll();
      expect(first).toEqual(expected);
      expect(second).toMatchObject({ usage: expected.usage, ...(id && { responseId: 'gen-second' }) });
      expect(folder.finishAll()).toHaveLength(2);
      expect(folder.finish()).toEqual(second);
    },
  );
});

describe('a session of the Realtime API', () => {
  const usage = { type: 'duration', seconds: 3 };
  const session = (fields: object) => ({ type: 'session.updated', session: { type: 'realtime', ...fields } });
  const transcribed = { type: 'conversation.item.input_audio_transcription.completed', usage };
  const done = (id: string) => ({
    type: 'response.done',
    response: { object: 'realtime.response', id, status: 'completed', usage: { input_tokens: 1 } },
  });

  it('keeps its model for later responses, and the one that transcribes for what it transcribes', () => {
    const folder = createStreamFolder({ model: 'gpt-realtime' });
    const transcription = { model: 'whisper-1' };
    const beta = { model: 'gpt-realtime-mini', input_audio_transcription: transcription };
    for (const event of [transcribed, session(beta), done('resp_1'), transcribed, done('resp_2')])
      folder.add(event);
    expect(folder.finishAll().map(({ model, responseId }) => [model, responseId])).toEqual([
      [undefined, undefined],
      ['whisper-1', undefined],
      ['gpt-realtime-mini', 'resp_1'],
      ['gpt-realtime-mini', 'resp_2'],
    ]);
  });

  it('may do nothing but transcribe', () => {
    expect(foldStream([transcribed])).toMatchObject({ usage: { inputAudioSeconds: 3 } });
  });
});

describe("the events of LangChain's models", () => {
  const event = (kind: string, run: string, data: object) => ({
    event: `on_chat_model_${kind}`,
    run_id: run,
    metadata: { ls_provider: 'google_genai', ls_model_name: 'gemini-2.5-pro' },
    data,
  });
  const piece = (run: string, id: string) =>
    event('stream', run, { chunk: { id, content: id, response_metadata: {}, tool_call_chunks: [] } });
  const end = (run: string, id: string) =>
    event('end', run, {
      output: { id, response_metadata: {}, usage_metadata: { input_tokens: 1, output_tokens: 2 } },
    });

  it('tell apart models that answer side by side', () => {
    const folder = createStreamFolder();
    for (const chunk of [
      piece('a', 'one'),
      piece('b', 'two'),
      piece('a', 'one'),
      end('b', 'two'),
      end('a', 'one'),
    ])
      folder.add(chunk);
    expect(folder.finishAll()).toEqual([
      expect.objectContaining({ responseId: 'two', provider: 'gcp.gemini', model: 'gemini-2.5-pro' }),
      expect.objectContaining({ responseId: 'one', usage: expect.objectContaining({ outputTokens: 2 }) }),
    ]);
  });

  it('are of unknown usage where a model did not come to its end', () => {
    const folder = createStreamFolder();
    folder.add(event('start', 'a', {}));
    folder.add(piece('b', 'two'));
    folder.add(end('b', 'two'));
    expect(
      folder.finishAll({ aborted: true }).map(({ responseId, partial }) => [responseId, partial]),
    ).toEqual([
      ['two', undefined],
      [undefined, true],
    ]);
  });

  it('of the first version have the message inside generations', () => {
    const message = { id: 'one', response_metadata: {}, usage_metadata: { input_tokens: 7 } };
    const chunks = [event('start', 'a', {}), event('end', 'a', { output: { generations: [[{ message }]] } })];
    expect(foldStream(chunks)).toMatchObject({ responseId: 'one', usage: { inputTokens: 7 } });
  });
});

it("leaves alone what Gemini's client computes of a chunk: reading it prints a warning", () => {
  const computed: string[] = [];
  class Chunk {
    readonly usageMetadata = { promptTokenCount: 7 };
    readonly candidates = [{ content: { parts: [{ text: 'Hi' }] } }];

    get data(): undefined {
      computed.push('data');
      return undefined;
    }

    get text(): string {
      computed.push('text');
      return 'Hi';
    }
  }
  expect(foldStream([new Chunk(), new Chunk()])?.usage.inputTokens).toBe(7);
  expect(computed).toEqual([]);
});
