import { displayWidth, padToWidth } from './display-width';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['my_agent', 8],
    ['検索エージェント', 16],
    ['ｱｲｳ', 3],
    ['ＡＢ', 4],
    ['한국어', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['🌏', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['⚠️', 2],
    ['⚠', 1],
    ['a\u200bb', 2],
    ['Привет', 6],
  ])('of %p is %p columns', (text, expected) => {
    expect(displayWidth(text)).toBe(expected);
  });
});

describe('padToWidth', () => {
  it('fills columns, not characters, and never cuts', () => {
    expect(padToWidth('検索', 6)).toBe('検索  ');
    expect(padToWidth('agent', 3)).toBe('agent');
  });
});
