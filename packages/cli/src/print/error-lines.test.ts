import type { SpanError, StoredSpan } from '@kagura/core';
import { errorLines } from './error-lines';

const STACK = `RateLimitError: 429 Too Many Requests
at least, so the provider says
    at OpenAI.request (/app/node_modules/openai/client.js:1:2)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at new Promise (<anonymous>)
    at async SearchAgent.ask (/app/src/search-agent.ts:12:5)
    at async main (/app/src/main.ts:3:3)`;

const linesOf = (error: SpanError | null, attributes: StoredSpan['attributes'] = {}) =>
  errorLines({ error, attributes });

describe('errorLines', () => {
  it('names the first frame of the application, not of what it installed or of the runtime', () => {
    const error = { type: 'RateLimitError', message: '429 Too Many Requests', stack: STACK };
    expect(linesOf(error)).toEqual([
      'Error:',
      '  RateLimitError: 429 Too Many Requests',
      '  at async SearchAgent.ask (/app/src/search-agent.ts:12:5)',
    ]);
  });

  it('indents every line of a message and obeys none of its control characters', () => {
    const error = { type: 'Error', message: 'first\r\nsecond\u001b[2J', stack: null };
    expect(linesOf(error)).toEqual(['Error:', '  Error: first', '  second']);
  });

  it('shows no frame where none is of the application', () => {
    const error = { type: 'Error', message: 'x', stack: 'Error: x\n    at a (node:fs:1:1)' };
    expect(linesOf(error)).toEqual(['Error:', '  Error: x']);
  });

  it('names the errors that led to it', () => {
    const stack =
      'Error: x\n    at a (node:fs:1:1)\n[cause]: TypeError: y\n    at b (/app/b.ts:1:1)\n[errors]: z';
    expect(linesOf({ type: 'Error', message: 'x', stack })).toEqual([
      'Error:',
      '  Error: x',
      '  at b (/app/b.ts:1:1)',
      '  [cause]: TypeError: y',
      '  [errors]: z',
    ]);
  });

  it('tells by what the provider knows the request, and how often it was tried', () => {
    const error = { type: 'APIError', message: 'x', stack: null };
    const attributes = {
      'http.response.status_code': 529,
      'kagura.error.request_id': 'req\n1',
      'kagura.attempt': 3,
    };
    expect(linesOf(error, attributes).at(-1)).toBe('  HTTP status 529, request req 1, attempt 3');
    expect(linesOf(error, { team: 'search' })).toHaveLength(2);
    expect(linesOf(null, attributes)).toEqual([]);
  });
});
