import { toInputMessages, toOutputMessages } from './messages';

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const text = (content: string) => ({ type: 'text', content });
const call = { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } };
const thought = { type: 'reasoning', content: 'Hm.' };
const question = {
  role: 'user',
  content: [
    { type: 'text', text: 'Weather?' },
    { type: 'file', data: new URL('https://example.com/sky.png'), mediaType: 'image/png' },
    { type: 'file', data: 'AAAA', mediaType: 'application/pdf' },
  ],
};
const asked = {
  role: 'user',
  parts: [
    text('Weather?'),
    { type: 'uri', modality: 'image', uri: 'https://example.com/sky.png' },
    { type: 'blob', modality: 'document', mime_type: 'application/pdf', content: 'AAAA' },
  ],
};

it('a request to a model of AI SDK 5 to 7', () => {
  const request = {
    prompt: [
      { role: 'system', content: 'Be short.' },
      question,
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: { city: 'Oslo' } },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'call_1',
            toolName: 'weather',
            output: { type: 'text', value: 'sunny' },
          },
        ],
      },
    ],
    tools: [{ type: 'function', name: 'weather', description: 'Weather of a city', inputSchema: parameters }],
  };
  expect(toInputMessages(request)).toEqual({
    instructions: [],
    messages: [
      { role: 'system', parts: [text('Be short.')] },
      asked,
      { role: 'assistant', parts: [thought, call] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: 'sunny' }] },
    ],
    tools: [{ type: 'function', name: 'weather', description: 'Weather of a city', parameters }],
  });
});

it('a request to a model of AI SDK 4', () => {
  const image = { type: 'image', image: 'https://example.com/sky.png', mimeType: 'image/png' };
  const request = {
    inputFormat: 'messages',
    mode: { type: 'regular', tools: [{ type: 'function', name: 'weather', parameters }] },
    prompt: [
      { role: 'user', content: [image] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'call_1', toolName: 'weather', result: { sky: 'blue' } },
        ],
      },
    ],
  };
  expect(toInputMessages(request)).toEqual({
    instructions: [],
    messages: [
      { role: 'user', parts: [asked.parts[1]] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: { sky: 'blue' } }] },
    ],
    tools: [{ type: 'function', name: 'weather', parameters }],
  });
});

it.each([
  [
    '5 to 7',
    {
      content: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'Hello' },
        { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: '{"city":"Oslo"}' },
      ],
      finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
      usage: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
    },
  ],
  [
    '4',
    {
      reasoning: 'Hm.',
      text: 'Hello',
      toolCalls: [{ toolCallId: 'call_1', toolName: 'weather', args: '{"city":"Oslo"}' }],
      finishReason: 'tool-calls',
      usage: { promptTokens: 1, completionTokens: 1 },
      rawCall: {},
    },
  ],
])('an answer of a model of AI SDK %s', (_version, response) => {
  expect(toOutputMessages(response)).toEqual([
    { role: 'assistant', parts: [thought, text('Hello'), call], finish_reason: 'tool-calls' },
  ]);
});

it('texts to complete are no prompt of the AI SDK', () => {
  expect(toInputMessages({ model: 'gpt-3.5-turbo-instruct', prompt: ['one', 'two'] })).toBeUndefined();
});
