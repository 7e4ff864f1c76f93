import { ConfigurationError, CostTracker, observeClient } from '../index';
import { type ObservedProcess, startObserved } from '../test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

class Weather {}

it.each([
  ['an object of another class', new Weather(), /cannot observe this Weather/],
  ['an object without a class', Object.create(null), /cannot observe this object/],
  [
    'a frozen client',
    Object.freeze({ chat: Object.freeze({ completions: Object.freeze({ create: String }) }), baseURL: '' }),
    /frozen/,
  ],
])('refuses %s, and says what to do instead', (_what, client, message) => {
  expect(() => observeClient(client)).toThrow(ConfigurationError);
  expect(() => observeClient(client)).toThrow(message);
  expect(() => observeClient(client)).toThrow(/recordUsage\(\)/);
});

/** The parts of Google's client by which its calls are made. */
class GoogleModels {
  constructor(private readonly answers: readonly object[]) {}

  generateContent = async (request: object) => this.generateContentInternal(request);

  /** Calls a tool by itself, and the model a second time. */
  async generateWithTools(request: object) {
    await this.generateContentInternal(request);
    return this.generateContentInternal(request);
  }

  async generateContentInternal(_request: object): Promise<object> {
    return this.answers[0] ?? {};
  }

  async generateContentStreamInternal(_request: object): Promise<AsyncGenerator<object>> {
    const { answers } = this;
    return (async function* () {
      yield* answers;
    })();
  }

  async embedContentInternal(_request: object): Promise<object> {
    throw Object.assign(new Error('quota'), { name: 'ApiError', status: 429 });
  }
}

describe("Google's client", () => {
  const answer = {
    responseId: 'r-1',
    modelVersion: 'gemini-2.5-flash',
    candidates: [{ finishReason: 'STOP', content: { parts: [{ functionCall: { name: 'weather' } }] } }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 14 },
  };
  const request = {
    model: 'gemini-2.5-flash',
    contents: 'Hello',
    config: {
      temperature: 0.1,
      topK: 40,
      maxOutputTokens: 9,
      stopSequences: ['.'],
      responseMimeType: 'application/json',
    },
  };
  const client = () =>
    observeClient({
      vertexai: false,
      apiClient: { getBaseUrl: () => 'https://generativelanguage.googleapis.com/' },
      models: new GoogleModels([answer]),
    });

  it('makes the span of the conventions', async () => {
    expect(await client().models.generateContent(request)).toBe(answer);

    expect(observed.span('generate_content gemini-2.5-flash').attributes).toMatchObject({
      'gen_ai.provider.name': 'gcp.gemini',
      'server.address': 'generativelanguage.googleapis.com',
      'gen_ai.request.temperature': 0.1,
      'gen_ai.request.top_k': 40,
      'gen_ai.request.max_tokens': 9,
      'gen_ai.request.stop_sequences': ['.'],
      'gen_ai.output.type': 'json',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.response.finish_reasons': ['STOP'],
      'kagura.response.tool_calls': ['weather'],
    });
    expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, status: 'exact' });
  });

  it('records each request of a call that makes several', async () => {
    await client().models.generateWithTools(request);
    expect(await new CostTracker().getCost()).toMatchObject({ calls: 2, inputTokens: 20 });
  });

  it('records a stream', async () => {
    const received: object[] = [];
    for await (const chunk of await client().models.generateContentStreamInternal(request))
      received.push(chunk);

    expect(received).toEqual([answer]);
    expect(observed.span('generate_content gemini-2.5-flash').attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.usage.output_tokens': 4,
    });
  });

  it('records a failure with its status', async () => {
    await expect(client().models.embedContentInternal(request)).rejects.toThrow('quota');
    expect(observed.span('embeddings gemini-2.5-flash').attributes).toMatchObject({
      'error.type': 'ApiError',
      'http.response.status_code': 429,
    });
  });
});
