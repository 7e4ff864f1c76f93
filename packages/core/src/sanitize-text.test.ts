import fc from 'fast-check';
import { escapeJsonControls, sanitizeLine, sanitizeText } from './sanitize-text';

/** Any text, with many of the characters that mean something to a terminal. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...'\u001b[]P\\\u0007\u009b\u009c\u009d\r\n\t\u007f\u0000;0123mJHK?\u202e\u2066\u200f\u061c',
      ),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('sanitizeText', () => {
  it.each([
    ['colour', '\u001b[31mred\u001b[0m', 'red'],
    ['clear screen', 'a\u001b[2Jb', 'ab'],
    ['C1 control sequence', 'a\u009b31mb', 'ab'],
    ['window title', 'a\u001b]0;PWNED\u0007b', 'ab'],
    ['clipboard write', 'a\u001b]52;c;ZXZpbA==\u001b\\b', 'ab'],
    ['hyperlink', '\u001b]8;;http://evil.test\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['device control string', 'a\u001bP1$r0m\u001b\\b', 'ab'],
    ['C1 string', 'a\u009d0;PWNED\u009cb', 'ab'],
    ['charset switch', 'a\u001b(0b', 'ab'],
    ['terminal reset', 'a\u001bcb', 'ab'],
    ['overwriting carriage return', 'harmless\rrm -rf /', 'harmlessrm -rf /'],
    ['backspace and bell', 'a\b\u0007b', 'ab'],
    ['bidi override', 'a\u202eb\u2066c', 'abc'],
    ['line ends and tabs', 'a\r\n\tb', 'a\n\tb'],
    ['other scripts', '東京 🌏 é', '東京 🌏 é'],
  ])('handles %s', (_name, text, expected) => {
    expect(sanitizeText(text)).toBe(expected);
  });

  it('keeps the text after a string that never ends', () => {
    expect(sanitizeText('a\u001b]0;title\nnext line')).toContain('next line');
  });

  it('leaves no control character in any text, and nothing to do a second time', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const safe = sanitizeText(text);
        expect(safe).not.toMatch(FORBIDDEN);
        expect(sanitizeText(safe)).toBe(safe);
      }),
    );
  });

  it('does not touch text without such characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(sanitizeText(text)).toBe(text);
      }),
    );
  });
});

describe('sanitizeLine', () => {
  it('cannot forge a second line', () => {
    expect(sanitizeLine('agent\n  Total cost: $0.00\u2028\t!')).toBe('agent Total cost: $0.00 !');
  });
});

describe('escapeJsonControls', () => {
  it('shows no control character and changes no value', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = escapeJsonControls(JSON.stringify({ text }, null, 2));
        expect(json.replaceAll('\n', '')).not.toMatch(FORBIDDEN);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});
