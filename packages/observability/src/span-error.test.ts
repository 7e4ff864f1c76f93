import { toSpanError as readError } from './span-error';
import { rulesOnly } from './test/rules-only';

const toSpanError = (error: unknown) => readError(error, rulesOnly);

const stackLines = (error: unknown) => toSpanError(error).stack?.split('\n') ?? [];
const causeLines = (error: unknown) => stackLines(error).filter((line) => line.startsWith('['));

describe('the errors behind an error', () => {
  it('are told in their order, with their stacks', () => {
    const socket = new Error('connect ECONNREFUSED 127.0.0.1:1');
    const fetched = new TypeError('fetch failed', { cause: socket });
    const error = new Error('Connection error.', { cause: fetched });
    expect(stackLines(error)[0]).toBe('Error: Connection error.');
    expect(causeLines(error)).toEqual([
      '[cause]: TypeError: fetch failed',
      '[cause]: Error: connect ECONNREFUSED 127.0.0.1:1',
    ]);
    expect(stackLines(error).filter((line) => line.includes('span-error.test'))).toHaveLength(3);
  });

  it('are those of an AggregateError, each with its own', () => {
    const second = new Error('second', { cause: 'no route' });
    const error = new AggregateError([new Error('first'), second], 'all failed');
    expect(causeLines(error)).toEqual([
      '[errors]: Error: first',
      '[errors]: Error: second',
      '[cause]: no route',
    ]);
  });

  it('are told once where they go in a circle, and end where the chain does not', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(causeLines(first)).toEqual(['[cause]: Error: second']);
    let long = new Error('0');
    for (let n = 1; n < 100_000; n += 1) long = new Error(String(n), { cause: long });
    expect(causeLines(long)).toHaveLength(8);
  });

  it('are told of a thrown object that has no stack', () => {
    expect(toSpanError({ message: 'refused', cause: new RangeError('too long') })).toMatchObject({
      type: 'Object',
      message: 'refused',
      stack: expect.stringMatching(/^Object: refused\n\[cause\]: RangeError: too long\n/),
    });
  });

  it('are not asked of getters and Proxies', () => {
    const trap = () => {
      throw new Error('asked');
    };
    const hostile = new Proxy({}, { get: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap });
    const error = Object.defineProperty(new Error('outer'), 'cause', { get: trap });
    expect(causeLines(error)).toEqual([]);
    expect(causeLines(new Error('outer', { cause: hostile }))).toEqual(['[cause]: [Proxy]']);
    expect(causeLines(Object.assign(new Error('outer'), { errors: hostile }))).toEqual([]);
  });
});

it.each([
  [{ status: 429 }, 429],
  [{ statusCode: 503 }, 503],
  [{ status: 'failed', statusCode: 400 }, 400],
  [{ status_code: 404 }, 404],
  [{ $metadata: { httpStatusCode: 403 } }, 403],
  [{ status: 0 }, undefined],
  [{ status: 1_000 }, undefined],
  [{}, undefined],
])('reads the HTTP status of %j', (properties, statusCode) => {
  expect(toSpanError(Object.assign(new Error('x'), properties)).statusCode).toBe(statusCode);
});

it.each([
  [{ requestID: 'req_1' }, 'req_1'],
  [{ requestID: null, request_id: 'req_2' }, 'req_2'],
  [{ $metadata: { requestId: 'aws-1' } }, 'aws-1'],
  [{ requestId: 7 }, undefined],
  [{ requestId: 'x'.repeat(300) }, undefined],
  [{}, undefined],
])('reads the request id of %j', (properties, requestId) => {
  expect(toSpanError(Object.assign(new Error('x'), properties)).requestId).toBe(requestId);
});
