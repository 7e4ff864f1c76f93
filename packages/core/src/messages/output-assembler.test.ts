import fc from 'fast-check';
import { nearly } from '../hostile-values.suite';
import { ANTHROPIC_STREAM_FIXTURES } from '../stream-folders/__fixtures__/anthropic-stream';
import { GEMINI_STREAM_FIXTURES } from '../stream-folders/__fixtures__/gemini-stream';
import { OPENAI_CHAT_STREAM_FIXTURES } from '../stream-folders/__fixtures__/openai-chat-stream';
import { OPENAI_RESPONSES_STREAM_FIXTURES } from '../stream-folders/__fixtures__/openai-responses-stream';
import { createOutputAssembler } from './output-assembler';

function assemble(chunks: readonly unknown[], maxLength = 1_000) {
  const assembler = createOutputAssembler(maxLength);
  for (const chunk of chunks) assembler.add(chunk);
  return assembler.messages();
}

const chunk = (delta: object, finish_reason: string | null = null, index = 0) => ({
  choices: [{ index, delta, finish_reason }],
});
const call = (index: number, name: string | undefined, given: string) => ({
  tool_calls: [
    { index, ...(name && { id: `call_${index}` }), function: { ...(name && { name }), arguments: given } },
  ],
});

it('puts a chat together: texts of its choices, and calls of tools that come side by side', () => {
  const messages = assemble([
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hel' }),
    chunk({ content: 'other' }, null, 1),
    chunk({ content: 'lo' }),
    chunk(call(0, 'weather', '')),
    chunk(call(1, 'time', '{}')),
    chunk(call(0, undefined, '{"city":')),
    chunk(call(0, undefined, '"Oslo"}')),
    chunk({}, 'tool_calls'),
    { choices: [], usage: {} },
  ]);
  expect(messages).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'text', content: 'Hello' },
        { type: 'tool_call', id: 'call_0', name: 'weather', arguments: { city: 'Oslo' } },
        { type: 'tool_call', id: 'call_1', name: 'time', arguments: {} },
      ],
      finish_reason: 'tool_calls',
    },
    { role: 'assistant', parts: [{ type: 'text', content: 'other' }] },
  ]);
});

it.each([
  [
    '5 to 7',
    [
      { type: 'stream-start', warnings: [] },
      { type: 'reasoning-delta', id: '0', delta: 'Hm' },
      { type: 'reasoning-delta', id: '0', delta: '.' },
      { type: 'text-delta', id: '1', delta: 'Hel' },
      { type: 'text-delta', id: '1', delta: 'lo' },
      { type: 'tool-input-delta', id: 'call_1', delta: '{"city"' },
      { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: '{"city":"Oslo"}' },
      { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'tool_calls' }, usage: {} },
    ],
  ],
  [
    '4',
    [
      { type: 'reasoning', textDelta: 'Hm.' },
      { type: 'text-delta', textDelta: 'Hel' },
      { type: 'text-delta', textDelta: 'lo' },
      { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', args: '{"city":"Oslo"}' },
      { type: 'finish', finishReason: 'tool-calls', usage: {} },
    ],
  ],
])('puts the parts of a model of AI SDK %s together', (_version, parts) => {
  expect(assemble(parts)).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'Hello' },
        { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } },
      ],
      finish_reason: 'tool-calls',
    },
  ]);
});

it("puts Anthropic's blocks together", () => {
  const delta = (index: number, given: object) => ({ type: 'content_block_delta', index, delta: given });
  const messages = assemble([
    { type: 'message_start', message: { type: 'message' } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
    delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
    delta(0, { type: 'thinking_delta', thinking: '.' }),
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    delta(1, { type: 'text_delta', text: 'One.' }),
    delta(2, { type: 'text_delta', text: 'Two.' }),
    {
      type: 'content_block_start',
      index: 3,
      content_block: { type: 'tool_use', id: 'call_1', name: 'weather', input: {} },
    },
    delta(3, { type: 'input_json_delta', partial_json: '{"city":' }),
    delta(3, { type: 'input_json_delta', partial_json: '"Oslo"}' }),
    { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
  ]);
  expect(messages).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'One.' },
        { type: 'text', content: 'Two.' },
        { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } },
      ],
      finish_reason: 'tool_use',
    },
  ]);
});

const candidate = (parts: object[], finishReason?: string) => ({
  candidates: [{ content: { parts }, finishReason }],
});

it("puts Gemini's parts together", () => {
  const messages = assemble([
    candidate([{ text: 'Hm.', thought: true }]),
    candidate([{ text: 'Hel' }]),
    candidate([{ text: 'lo' }, { functionCall: { name: 'weather', args: { city: 'Oslo' } } }], 'STOP'),
  ]);
  expect(messages?.[0]).toEqual({
    role: 'assistant',
    parts: [
      { type: 'reasoning', content: 'Hm.' },
      { type: 'text', content: 'Hello' },
      { type: 'tool_call', id: undefined, name: 'weather', arguments: { city: 'Oslo' } },
    ],
    finish_reason: 'STOP',
  });
});

const response = {
  object: 'response',
  status: 'completed',
  output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] }],
};
const events = [
  { type: 'response.created', response: { object: 'response', status: 'in_progress', output: [] } },
  { type: 'response.output_text.delta', output_index: 0, delta: 'Hel' },
  { type: 'response.output_text.delta', output_index: 0, delta: 'lo' },
];

it('takes the whole answer of a response where the last event brings it, else its pieces', () => {
  const parts = [{ type: 'text', content: 'Hello' }];
  expect(assemble([...events, { type: 'response.completed', response }])).toEqual([
    { role: 'assistant', parts, finish_reason: 'completed' },
  ]);
  expect(assemble(events)).toEqual([{ role: 'assistant', parts }]);
});

const fixtures = [
  ...OPENAI_CHAT_STREAM_FIXTURES,
  ...OPENAI_RESPONSES_STREAM_FIXTURES,
  ...ANTHROPIC_STREAM_FIXTURES,
  // Sessions of the Live API are no answers to a request.
  ...GEMINI_STREAM_FIXTURES.filter(({ name }) => !name.includes('Live')),
];

it.each(fixtures)('has all of the text of $name', ({ chunks, text }) => {
  const parts = assemble(chunks)?.[0]?.parts ?? [];
  const texts = parts.map((part) => (part.type === 'text' ? part.content : ''));
  expect(texts.join('')).toBe(text);
});

it('keeps no more text than it may', () => {
  const chunks = Array.from({ length: 100 }, () => chunk({ content: 'abc' }));
  expect(assemble(chunks, 10)?.[0]?.parts).toEqual([{ type: 'text', content: 'abcabcabca' }]);
});

it('keeps no more parts and choices than any answer has', () => {
  const chunks = Array.from({ length: 3_000 }, (_, index) => [
    chunk({ content: 'a' }, null, index),
    chunk(call(index, 'tool', '')),
  ]).flat();
  const messages = assemble(chunks) ?? [];
  expect(messages.length).toBeLessThanOrEqual(1_000);
  expect(messages.flatMap(({ parts }) => parts).length).toBeLessThanOrEqual(1_000);
});

it('never throws, whatever a chunk turns out to be', () => {
  const chunks = fixtures.flatMap((fixture) => fixture.chunks).slice(0, 60);
  fc.assert(
    fc.property(
      fc.array(nearly(chunks, ['choices', 'candidates', 'type', 'delta', 'response']), { maxLength: 5 }),
      (makers) => {
        assemble(makers.map((make) => make()));
      },
    ),
    { numRuns: 2_000 },
  );
});
