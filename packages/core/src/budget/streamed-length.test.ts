import { streamedLength } from './streamed-length';

it.each([
  ['OpenAI chat', { choices: [{ delta: { content: 'Hello' } }, { delta: { refusal: 'no' } }] }, 7],
  ['OpenAI tool call', { choices: [{ delta: { tool_calls: [{ function: { arguments: '{"a"' } }] } }] }, 4],
  ['OpenAI completions', { choices: [{ text: 'Hi' }] }, 2],
  ['OpenAI Responses', { type: 'response.output_text.delta', delta: 'Hello' }, 5],
  ['Anthropic text', { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hello' } }, 5],
  ['Anthropic tool', { type: 'content_block_delta', delta: { partial_json: '{}' } }, 2],
  ['Google', { candidates: [{ content: { parts: [{ text: 'Hello' }, { text: '!' }] } }] }, 6],
  ['AI SDK text', { type: 'text-delta', id: '0', delta: 'Hello' }, 5],
  ['AI SDK 4 text', { type: 'text-delta', textDelta: 'Hello' }, 5],
  ['AI SDK 4 tool', { type: 'tool-call-delta', toolName: 'weather', argsTextDelta: '{"a"' }, 4],
  ['a text', 'Hello', 5],
  ['usage', { usage: { output_tokens: 5 } }, 0],
  ['nothing', null, 0],
])('%s', (_, chunk, length) => {
  expect(streamedLength(chunk)).toBe(length);
});
