import fc from 'fast-check';
import { nearly } from '../hostile-values.suite';
import { toInputMessages, toOutputMessages } from './messages';

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const definition = { type: 'function', name: 'weather', description: 'Weather of a city', parameters };
const call = { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } };
const result = { type: 'tool_call_response', id: 'call_1', response: 'sunny' };
const text = (content: string) => ({ type: 'text', content });
const user = (content: string) => ({ role: 'user', parts: [text(content)] });

const chatRequest = {
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: 'Be short.' },
    {
      role: 'user',
      name: 'aki',
      content: [
        { type: 'text', text: 'Weather?' },
        { type: 'image_url', image_url: { url: 'https://example.com/sky.png' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
  ],
  tools: [{ type: 'function', function: { name: 'weather', description: 'Weather of a city', parameters } }],
};

const anthropicRequest = {
  model: 'claude-opus-4-8',
  system: [{ type: 'text', text: 'Be short.' }],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
        { type: 'text', text: 'Weather?' },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 's' },
        { type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'sunny' }] }],
    },
  ],
  tools: [
    { name: 'weather', description: 'Weather of a city', input_schema: parameters },
    { type: 'web_search_20250305', name: 'web_search' },
  ],
};

const responsesRequest = {
  model: 'gpt-4o',
  instructions: 'Be short.',
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Weather?' },
        { type: 'input_image', file_id: 'file-2' },
        { type: 'input_file', file_url: 'https://example.com/a.pdf' },
      ],
    },
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] },
    { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'sunny' },
    { type: 'item_reference', id: 'msg_1' },
  ],
  tools: [{ type: 'function', name: 'weather', description: 'Weather of a city', parameters }],
};

const geminiRequest = {
  model: 'gemini-2.5-flash',
  contents: [
    {
      role: 'user',
      parts: [
        { text: 'Weather?' },
        { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
        { fileData: { mimeType: 'application/pdf', fileUri: 'gs://a.pdf' } },
      ],
    },
    {
      role: 'model',
      parts: [
        { text: 'Hm.', thought: true },
        { functionCall: { id: 'call_1', name: 'weather', args: { city: 'Oslo' } } },
      ],
    },
    {
      role: 'user',
      parts: [{ functionResponse: { id: 'call_1', name: 'weather', response: { sky: 'blue' } } }],
    },
  ],
  config: {
    systemInstruction: 'Be short.',
    tools: [
      {
        functionDeclarations: [
          { name: 'weather', description: 'Weather of a city', parametersJsonSchema: parameters },
        ],
      },
    ],
  },
};

const image = { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' };
const thought = { type: 'reasoning', content: 'Hm.' };

describe('a request', () => {
  it("of OpenAI's chat completions", () => {
    expect(toInputMessages(chatRequest)).toEqual({
      instructions: [],
      messages: [
        { role: 'system', parts: [text('Be short.')] },
        {
          role: 'user',
          name: 'aki',
          parts: [
            text('Weather?'),
            { type: 'uri', modality: 'image', uri: 'https://example.com/sky.png' },
            image,
            { type: 'blob', modality: 'audio', mime_type: 'audio/wav', content: 'BBBB' },
            { type: 'file', modality: 'document', file_id: 'file-1' },
          ],
        },
        { role: 'assistant', parts: [call] },
        { role: 'tool', parts: [result] },
      ],
      tools: [definition],
    });
  });

  it("of Anthropic's messages", () => {
    expect(toInputMessages(anthropicRequest)).toEqual({
      instructions: [text('Be short.')],
      messages: [
        {
          role: 'user',
          parts: [
            image,
            { type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' },
            text('Weather?'),
          ],
        },
        { role: 'assistant', parts: [thought, call] },
        { role: 'user', parts: [result] },
      ],
      tools: [definition, { type: 'web_search_20250305', name: 'web_search' }],
    });
  });

  it("of OpenAI's responses", () => {
    expect(toInputMessages(responsesRequest)).toEqual({
      instructions: [text('Be short.')],
      messages: [
        {
          role: 'user',
          parts: [
            text('Weather?'),
            { type: 'file', modality: 'image', file_id: 'file-2' },
            { type: 'uri', modality: 'document', uri: 'https://example.com/a.pdf' },
          ],
        },
        { role: 'assistant', parts: [thought] },
        { role: 'assistant', parts: [call] },
        { role: 'tool', parts: [result] },
        { role: 'assistant', parts: [{ type: 'generic', content: { type: 'item_reference', id: 'msg_1' } }] },
      ],
      tools: [definition],
    });
  });

  it('of Gemini', () => {
    expect(toInputMessages(geminiRequest)).toEqual({
      instructions: [text('Be short.')],
      messages: [
        {
          role: 'user',
          parts: [text('Weather?'), image, { type: 'uri', modality: 'document', uri: 'gs://a.pdf' }],
        },
        { role: 'assistant', parts: [thought, call] },
        {
          role: 'user',
          parts: [{ type: 'tool_call_response', id: 'call_1', response: { sky: 'blue' } }],
        },
      ],
      tools: [definition],
    });
  });

  it.each([
    ['a text', { input: 'Hello' }],
    ['a text for Gemini', { contents: 'Hello' }],
    ['a list of texts for Gemini', { contents: ['Hello'] }],
  ])('that is %s is what the user says', (_what, request) => {
    expect(toInputMessages(request)).toEqual({ instructions: [], messages: [user('Hello')], tools: [] });
  });

  it.each([
    ['for embeddings of several texts', { input: ['Hello', 'World'] }],
    ['for an image', { prompt: 'A fox' }],
    ['that is none', 'Hello'],
  ])('%s has no messages', (_what, request) => {
    expect(toInputMessages(request)).toBeUndefined();
  });
});

const chatAnswer = {
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hi.', refusal: null }, finish_reason: 'stop' },
    {
      index: 1,
      message: {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
        ],
      },
      finish_reason: 'tool_calls',
    },
  ],
};

describe('an answer', () => {
  it.each([
    [
      "of OpenAI's chat completions",
      chatAnswer,
      [
        { role: 'assistant', parts: [text('Hi.')], finish_reason: 'stop' },
        { role: 'assistant', parts: [call], finish_reason: 'tool_calls' },
      ],
    ],
    [
      "of OpenAI's text completions",
      { choices: [{ text: 'Hi.', index: 0, finish_reason: 'length' }] },
      [{ role: 'assistant', parts: [text('Hi.')], finish_reason: 'length' }],
    ],
    [
      "of Anthropic's messages",
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: 'Hi.' },
        ],
        stop_reason: 'end_turn',
      },
      [{ role: 'assistant', parts: [thought, text('Hi.')], finish_reason: 'end_turn' }],
    ],
    [
      "of OpenAI's responses",
      {
        object: 'response',
        status: 'completed',
        output: [
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi.' }] },
          { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
        ],
      },
      [{ role: 'assistant', parts: [text('Hi.'), call], finish_reason: 'completed' }],
    ],
    [
      'of Gemini',
      { candidates: [{ content: { role: 'model', parts: [{ text: 'Hi.' }] }, finishReason: 'STOP' }] },
      [{ role: 'assistant', parts: [text('Hi.')], finish_reason: 'STOP' }],
    ],
  ])('%s', (_what, answer, expected) => {
    expect(toOutputMessages(answer)).toEqual(expected);
  });

  it('keeps arguments that are no JSON as they are', () => {
    const choices = [{ message: { tool_calls: [{ function: { name: 'weather', arguments: '{"city":' } }] } }];
    expect(toOutputMessages({ choices })?.[0]?.parts).toEqual([
      { type: 'tool_call', id: undefined, name: 'weather', arguments: '{"city":' },
    ]);
  });
});

it('never throws, whatever a request or an answer turns out to be', () => {
  const requests = [chatRequest, anthropicRequest, responsesRequest, geminiRequest];
  const names = [
    'messages',
    'content',
    'contents',
    'parts',
    'input',
    'choices',
    'output',
    'candidates',
    'tools',
  ];
  fc.assert(
    fc.property(nearly([...requests, chatAnswer], names), (make) => {
      toInputMessages(make());
      toOutputMessages(make());
    }),
    { numRuns: 2_000 },
  );
});
