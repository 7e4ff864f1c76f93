import { AnsweredRequests } from './answered-requests';

it('gives a response to the first who tells of it, client or span', () => {
  const answered = new AnsweredRequests();
  expect(answered.isTaken('a', 'client')).toBe(false);
  expect(answered.isTaken('a', 'span')).toBe(true);
  expect(answered.isTaken('b', 'span')).toBe(false);
  expect(answered.isTaken('b', 'client')).toBe(true);
});

it('counts every call of a stand-in whose responses all have one id', () => {
  const answered = new AnsweredRequests();
  expect(['client', 'client', 'client'].map(() => answered.isTaken('a', 'client'))).toEqual([
    false,
    false,
    false,
  ]);
});

it('tells nothing of responses without an id', () => {
  const answered = new AnsweredRequests();
  expect(answered.isTaken(undefined, 'client')).toBe(false);
  expect(answered.isTaken(undefined, 'span')).toBe(false);
});

it('forgets the oldest of more than a thousand', () => {
  const answered = new AnsweredRequests();
  for (let id = 0; id <= 1_000; id += 1) answered.isTaken(`${id}`, 'client');
  expect(answered.isTaken('0', 'span')).toBe(false);
  expect(answered.isTaken('1', 'span')).toBe(true);
});
