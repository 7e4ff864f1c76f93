import { childOf, modelCall, spanRecord, storedTrace } from '../test/span-records';
import { traceJson } from './trace-json';

const root = spanRecord();
const jsonOf = (span: ReturnType<typeof childOf>) => {
  const { spans } = traceJson(storedTrace(root, [span]), 'UTC') as { readonly spans: readonly object[] };
  return spans[0];
};

it('tells how fast the output of a model call came', () => {
  const call = modelCall(root, 0, { durationUs: 2_000_000, usage: { inputTokens: 7, outputTokens: 50 } });
  expect(jsonOf(call)).toMatchObject({ tokens_per_second: 25 });
  expect(jsonOf({ ...call, usage: null })).toMatchObject({ tokens_per_second: null });
});

it('tells an error with the facts by which the provider finds the request again', () => {
  const error = { type: 'RateLimitError', message: '429', stack: null };
  const attributes = { 'http.response.status_code': 429, 'kagura.error.request_id': 'req_1' };
  const failed = childOf(root, 0, { status: 'error', error, attributes });
  expect(jsonOf(failed)).toMatchObject({ error: { ...error, status_code: 429, request_id: 'req_1' } });
  expect(jsonOf({ ...failed, attributes: {} })).toMatchObject({
    error: { status_code: null, request_id: null },
  });
  expect(jsonOf(childOf(root, 0))).toMatchObject({ error: null });
});
