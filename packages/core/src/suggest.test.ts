import { suggest, suggestAll } from './suggest';

const PERIODS = ['today', 'this_week', 'last_week', 'this_month', 'last_month'];

describe('suggest', () => {
  it.each([
    ['lst_month', 'last_month'],
    ['tihs_week', 'this_week'],
    ['TODAY', 'today'],
    ['last_months', 'last_month'],
  ])('takes %s for %s', (word, expected) => {
    expect(suggest(word, PERIODS)).toBe(expected);
  });

  it.each(['fortnight', 'x', ''])('has no idea for %p', (word) => {
    expect(suggest(word, PERIODS)).toBeUndefined();
  });

  it('counts a swap of neighbours as one slip', () => {
    expect(suggest('agnet', ['agree', 'agent'])).toBe('agent');
  });

  it('prefers the first of equally close candidates', () => {
    expect(suggest('agent_x', ['agent_a', 'agent_b'])).toBe('agent_a');
  });

  it('has nothing to offer without candidates', () => {
    expect(suggest('today', [])).toBeUndefined();
  });
});

test('suggestAll gives the closest first, and no more than asked for', () => {
  expect(suggestAll('this_moth', ['this_myth', ...PERIODS], 5)).toEqual(['this_myth', 'this_month']);
  expect(suggestAll('this_moth', ['this_myth', ...PERIODS], 1)).toEqual(['this_myth']);
});
