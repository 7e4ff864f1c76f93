import { chargeOfFailure } from './failed-call';

const withCause = (cause: unknown): Error => new Error('Connection error.', { cause });

it.each([
  ['a request that is wrong', { status: 400 }, 'nothing'],
  ['too many requests', { status: 429 }, 'nothing'],
  ['a server that fails', { status: 500 }, 'input'],
  ['a refused connection', withCause(withCause({ code: 'ECONNREFUSED' })), 'nothing'],
  ['one refused on every address', withCause({ errors: [{ code: 'ECONNREFUSED' }] }), 'nothing'],
  ['a connection that breaks', withCause({ code: 'ECONNRESET' }), 'input'],
  ['a timeout', new Error('Request timed out.'), 'input'],
  ['anything', undefined, 'input'],
])('%s', (_, error, charge) => {
  expect(chargeOfFailure(error)).toBe(charge);
});
