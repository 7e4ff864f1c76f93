import { promptText, responseText } from './content-text';

describe('promptText', () => {
  it.each([
    ['an only text', ['What is AI?\nIn short.'], 'What is AI?\nIn short.'],
    ['no argument', [], '[]'],
    ['several arguments', ['a', 2], '[\n  "a",\n  2\n]'],
    ['an object', [{ query: 'AI' }], '[\n  {\n    "query": "AI"\n  }\n]'],
    ['an array in which only some look like messages', [{ role: 'user', content: 'a' }, 'b'], /^\[\n {2}\{/],
    ['an object with a role of another kind', [{ role: 'admin' }], /^\[\n {2}\{/],
  ])('shows %s', (_, input, text) => {
    expect(promptText(JSON.stringify(input))).toEqual(
      typeof text === 'string' ? text : expect.stringMatching(text),
    );
  });

  it.each([
    [
      'texts',
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      'system: Be brief.\nuser: Hi',
    ],
    [
      'blocks',
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image', id: 7 },
          ],
        },
      ],
      'user: Look\n{"type":"image","id":7}',
    ],
    [
      'the parts of the conventions',
      [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }, 'there'] }],
      'user: Hi\nthere',
    ],
    [
      'tool calls only',
      [{ role: 'assistant', content: null, tool_calls: [{ id: 'c1' }] }],
      'assistant: {"tool_calls":[{"id":"c1"}]}',
    ],
  ])('shows messages with %s, as the input or as its only argument', (_, messages, text) => {
    expect(promptText(JSON.stringify(messages))).toBe(text);
    expect(promptText(JSON.stringify([messages]))).toBe(text);
  });

  it('shows what is not JSON as it is', () => {
    expect(promptText('{"cut off')).toBe('{"cut off');
  });

  it('has nothing to show where nothing was recorded', () => {
    expect(promptText(null)).toBeUndefined();
  });
});

describe('responseText', () => {
  it.each([
    ['"AI stands for…"', 'AI stands for…'],
    ['{"answer":42}', '{\n  "answer": 42\n}'],
    ['null', 'null'],
    ['[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]', 'assistant: Hello'],
  ])('shows %s', (output, text) => {
    expect(responseText(output)).toBe(text);
  });

  it('has nothing to show where nothing was recorded', () => {
    expect(responseText(null)).toBeUndefined();
  });
});
