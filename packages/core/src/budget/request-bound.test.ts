import fc from 'fast-check';
import { boundOfRequest } from './request-bound';

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'What is AI?' }] };

it('takes the limit of the output from wherever an API keeps it, for all choices together', () => {
  expect(boundOfRequest({ ...chat, max_tokens: 10 }, 'chat').outputTokens).toBe(10);
  expect(boundOfRequest({ ...chat, max_completion_tokens: 10, n: 3 }, 'chat').outputTokens).toBe(30);
  expect(boundOfRequest({ input: 'hi', max_output_tokens: 7 }, 'chat').outputTokens).toBe(7);
  const google = { contents: 'hi', config: { maxOutputTokens: 5, candidateCount: 2 } };
  expect(boundOfRequest(google, 'generate_content').outputTokens).toBe(10);
  expect(boundOfRequest(chat, 'chat').outputTokens).toBeUndefined();
  expect(boundOfRequest({ input: 'hi' }, 'embeddings').outputTokens).toBe(0);
});

it.each([
  ['an image', { messages: [{ content: [{ type: 'image_url', image_url: { url: 'https://x' } }] }] }],
  ['an image of Anthropic', { messages: [{ content: [{ type: 'image', source: { type: 'url' } }] }] }],
  ['a file of Google', { contents: [{ parts: [{ fileData: { fileUri: 'gs://x' } }] }] }],
  ['state of the provider', { input: 'hi', previous_response_id: 'resp_1' }],
  ['a tool that the provider runs', { input: 'hi', tools: [{ type: 'web_search' }] }],
  ['bytes', { input: new Uint8Array(3) }],
  ['what writes itself', { input: new Date(0) }],
  [
    'what is made when it is read',
    {
      get input() {
        return 'x'.repeat(1_000);
      },
    },
  ],
])('%s leaves the input unbounded', (_, request) => {
  expect(boundOfRequest(request, 'chat').isInputBound).toBe(false);
});

describe('a request to a model of the AI SDK', () => {
  const prompt = [{ role: 'user', content: [{ type: 'text', text: 'What is AI?' }] }];
  const weather = { type: 'function', name: 'weather', inputSchema: {} };
  const foreign = { type: 'provider', id: 'openai.web_search', name: 'web_search', args: {} };

  it.each([
    ['5 to 7', { maxOutputTokens: 10, tools: [weather] }, { maxOutputTokens: 10, tools: [foreign] }],
    ['4', { maxTokens: 10, mode: { tools: [weather] } }, { maxTokens: 10, mode: { tools: [foreign] } }],
  ])('of version %s is bounded unless the provider runs its tools', (_, own, foreignOnes) => {
    expect(boundOfRequest({ prompt, ...own }, 'chat')).toMatchObject({
      isInputBound: true,
      outputTokens: 10,
    });
    expect(boundOfRequest({ prompt, ...foreignOnes }, 'chat').isInputBound).toBe(false);
  });

  it.each([
    ['version 4', { providerMetadata: { anthropic: { thinking: { type: 'enabled', budgetTokens: 1024 } } } }],
    ['Anthropic', { providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } }],
    ['Bedrock', { providerOptions: { bedrock: { reasoningConfig: { budgetTokens: 1024 } } } }],
    ['version 7', { reasoning: 'high' }],
  ])('has no limit of output where thinking is added to it: %s', (_, more) => {
    expect(boundOfRequest({ prompt, maxOutputTokens: 10, ...more }, 'chat').outputTokens).toBeUndefined();
  });

  it('says that it wants its input kept in the words of the SDK', () => {
    const providerOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } };
    expect(boundOfRequest({ prompt: [{ ...prompt[0], providerOptions }] }, 'chat').writesCache).toBe(true);
  });
});

it('text and functions of the caller are bounded', () => {
  const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }];
  expect(boundOfRequest({ ...chat, tools }, 'chat').isInputBound).toBe(true);
});

it('never counts less than the bytes of the request as JSON, in any script', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const request = { value, text };
      const { inputTokens } = boundOfRequest(request, 'chat');
      // Escapes of control characters and lone surrogates are longer in JSON than in the text that they stand for.
      const bytes = Buffer.byteLength(JSON.stringify(request).replace(/\\(u[0-9a-f]{4}|.)/g, '-'));
      expect(inputTokens).toBeGreaterThanOrEqual(bytes);
    }),
    { numRuns: 1_000 },
  );
});

it('bounds its own work and survives values that fight back', () => {
  const cyclic: Record<string, unknown> = { messages: [] };
  cyclic.self = cyclic;
  expect(boundOfRequest(cyclic, 'chat').inputTokens).toBeGreaterThan(0);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(boundOfRequest({ proxy }, 'chat').inputTokens).toBeGreaterThan(0);
  const getter = {
    get messages(): never {
      throw new Error('read');
    },
  };
  expect(boundOfRequest(getter, 'chat').inputTokens).toBeGreaterThan(0);
  expect(
    boundOfRequest(
      Array.from({ length: 60_000 }, () => 'x'),
      'chat',
    ).isInputBound,
  ).toBe(false);
});

it('counts what stands in a request twice as often as it is sent', () => {
  const message = { role: 'user', content: 'x'.repeat(1_000) };
  expect(boundOfRequest({ messages: [message, message] }, 'chat').inputTokens).toBeGreaterThan(2_000);
});
