import { pauseAfter } from './export-pause';

const failedWith = (code: unknown) => Object.assign(new Error('failed'), { code });

it('grows with the failures in a row, up to 15 seconds', () => {
  const error = failedWith('ECONNREFUSED');
  expect([1, 2, 3, 4, 5, 100].map((failures) => pauseAfter(error, failures))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
});

it.each([400, 401, 404, 413])('is none after status %d: the endpoint is there', (status) => {
  expect(pauseAfter(failedWith(status), 3)).toBe(0);
});

it.each([408, 429, 500, 503, undefined, 'ETIMEDOUT'])('is one after %p', (code) => {
  expect(pauseAfter(failedWith(code), 1)).toBe(1_000);
});
