import { ConfigurationError } from '../errors';
import { patternFinders, type RedactionPattern } from './redaction-pattern';
import { redactText } from './redactor';

const now = () => performance.now();
const redactWith = (text: string, ...patterns: RedactionPattern[]) =>
  redactText(text, { finders: patternFinders(patterns, now) });

it('replaces every match of a pattern, whatever its flags', () => {
  for (const flags of ['', 'g', 'y', 'gi', 'u']) {
    expect(redactWith('staff 4711, staff 4712', new RegExp('staff \\d{4}', flags))).toBe(
      '[redacted: pattern], [redacted: pattern]',
    );
  }
});

it('names the rule, or says what it is told to, as it is written', () => {
  const pattern = /staff \d{4}/;
  expect(redactWith('staff 4711', { name: 'staff', pattern })).toBe('[redacted: staff]');
  expect(redactWith('staff 4711', { name: 'staff', pattern, replacement: '<$&>' })).toBe('<$&>');
});

it('sees the text before our own rules do, and never leaves a part of what those found', () => {
  const secret = `sk-proj-${'abc123'.repeat(5)}`;
  expect(redactWith(`key ${secret}`, { name: 'digits', pattern: /123/ })).toBe('key [redacted: openai_key]');
  expect(redactWith(`key ${secret}`, { name: 'line', pattern: /key .{1,12}/ })).toBe('[redacted: line]');
});

it('passes over matches of nothing, and leaves the pattern as it was', () => {
  const pattern = /x*/g;
  pattern.lastIndex = 3;
  expect(redactWith('abc xx', pattern)).toBe('abc [redacted: pattern]');
  expect(pattern.lastIndex).toBe(3);
});

it.each([
  [/(a+)+$/],
  [/^(\w+\s?)+$/],
  [/(x+x+)+y/],
  [/customer-(\d+)*$/],
  [/[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}/],
  [/\s+$/],
])('refuses %s, which some texts take seconds for', (pattern) => {
  const refused = () => patternFinders([pattern], now);
  expect(refused).toThrow(ConfigurationError);
  expect(refused).toThrow(/^capture\.redact: the pattern .* ms for a text of \d+ characters/);
});

it.each([
  ['text', '"text"'],
  [1, 'a value of type number'],
  [null, 'a value of type object'],
  [{ name: 'x', pattern: 'x' }, 'a value of type object'],
  [{ name: '', pattern: /x/ }, 'a value of type object'],
  [{ name: 'x', pattern: /x/, replacement: 1 }, 'a value of type object'],
])('refuses %p', (given, shown) => {
  expect(() => patternFinders([given], now)).toThrow(`received ${shown}.`);
});

it('takes patterns that are fast for any text', () => {
  const fast = [
    /customer-\d{6}/,
    /\bEMP\d{4,8}\b/i,
    /\p{Lu}{2}-\d+/u,
    /^id: .{1,40}$/m,
    /[a-z]{1,64}@[a-z]{1,63}\.com/,
  ];
  expect(patternFinders(fast, now)).toHaveLength(5);
});
