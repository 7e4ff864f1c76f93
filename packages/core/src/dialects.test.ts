import fc from 'fast-check';
import { isGenAiSpan, readSpanUsage, spanHabits } from './dialects';
import { AI_SDK_FIXTURES } from './dialects/__fixtures__/ai-sdk';
import { ANTHROPIC_SDK_FIXTURES } from './dialects/__fixtures__/anthropic-sdk';
import { GENKIT_FIXTURES } from './dialects/__fixtures__/genkit';
import { LANGFUSE_FIXTURES } from './dialects/__fixtures__/langfuse';
import { LANGSMITH_FIXTURES } from './dialects/__fixtures__/langsmith';
import { LOGFIRE_FIXTURES } from './dialects/__fixtures__/logfire';
import { MLFLOW_FIXTURES } from './dialects/__fixtures__/mlflow';
import { OPENINFERENCE_FIXTURES } from './dialects/__fixtures__/openinference';
import { OPENLLMETRY_FIXTURES } from './dialects/__fixtures__/openllmetry';
import { OPENTELEMETRY_FIXTURES } from './dialects/__fixtures__/opentelemetry';
import { SENTRY_FIXTURES } from './dialects/__fixtures__/sentry';
import type { SpanAttributes } from './dialects/span-usage';
import { expectSound, nearly } from './hostile-values.suite';

const FIXTURES = [
  ...OPENTELEMETRY_FIXTURES,
  ...ANTHROPIC_SDK_FIXTURES,
  ...OPENLLMETRY_FIXTURES,
  ...OPENINFERENCE_FIXTURES,
  ...AI_SDK_FIXTURES,
  ...GENKIT_FIXTURES,
  ...LANGFUSE_FIXTURES,
  ...LANGSMITH_FIXTURES,
  ...LOGFIRE_FIXTURES,
  ...MLFLOW_FIXTURES,
  ...SENTRY_FIXTURES,
];

/** Spans that have nothing to do with a model. */
const OTHER_SPANS: readonly SpanAttributes[] = [
  {},
  { 'http.request.method': 'POST', 'url.full': 'https://api.openai.com/v1/chat/completions' },
  { 'sentry.op': 'http.client', 'http.request.method': 'GET' },
  { 'logfire.msg': 'GET /', 'logfire.span_type': 'span' },
  { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1', 'operation.name': 'select' },
];

function inputOf(attributes: SpanAttributes, scope?: string): number | undefined {
  return readSpanUsage({ 'gen_ai.operation.name': 'chat', ...attributes }, scope)?.reading?.usage.inputTokens;
}

describe('readSpanUsage', () => {
  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('reads %s', (_name, fixture) => {
    expect(readSpanUsage(fixture.attributes, fixture.scope)).toEqual(fixture.expected);
  });

  it('has nothing to say about other spans', () => {
    expect(OTHER_SPANS.map((attributes) => readSpanUsage(attributes))).toEqual(
      OTHER_SPANS.map(() => undefined),
    );
  });

  it.each([
    'invoke_agent',
    'invoke_workflow',
    'create_agent',
    'agent_step',
    'execute_tool',
    'fetch_response',
    'retrieval',
    'plan',
    'something_new',
  ])('never takes %s for a call', (operation) => {
    const attributes = {
      'gen_ai.operation.name': operation,
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 10,
    };
    expect(readSpanUsage(attributes)).toEqual({
      operation,
      isModelCall: false,
      reading: undefined,
      requestModel: 'gpt-4o',
    });
  });

  it('settles whether the input contains the cached tokens: said, known, certain, then by the conventions', () => {
    const cached = {
      'gen_ai.usage.cache_read.input_tokens': 30,
      'gen_ai.usage.cache_write.input_tokens': 20,
    };
    const anthropic = { 'gen_ai.provider.name': 'anthropic', ...cached };
    const said = { 'ai.usage.inputTokenDetails.noCacheTokens': 7, ...cached };
    expect(inputOf({ 'gen_ai.usage.input_tokens': 60, ...said }, 'gen_ai')).toBe(57);
    expect(inputOf({ 'gen_ai.usage.input_tokens': 60, ...anthropic }, '@traceloop/x')).toBe(110);
    expect(inputOf({ 'gen_ai.usage.input_tokens': 49, ...anthropic })).toBe(99);
    expect(inputOf({ 'gen_ai.usage.input_tokens': 50, ...anthropic })).toBe(50);
    expect(inputOf(cached)).toBeUndefined();
  });

  it('marks counts that contradict what is known of the dialect', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.cache_read.input_tokens': 30,
    };
    expect(readSpanUsage(attributes, 'com.anthropic.sdk.typescript')?.reading).toMatchObject({
      usage: { inputTokens: 10, cachedReadTokens: 30 },
      inconsistent: true,
    });
  });

  it('reads what it can beside metadata that are no JSON', () => {
    const attributes = {
      'ai.operationId': 'ai.streamText.doStream',
      'ai.usage.inputTokens': 3,
      'ai.response.providerMetadata': '{"anthropic":',
    };
    expect(readSpanUsage(attributes)?.reading?.usage).toEqual({ inputTokens: 3 });
  });

  it.each([
    ['gen_ai.chat', 'chat'],
    ['gen_ai.stream_text', 'chat'],
    ['gen_ai.generate_object', 'chat'],
    ['gen_ai.stream_object', 'chat'],
    ['gen_ai.responses', 'chat'],
    ['gen_ai.messages', 'chat'],
    ['gen_ai.models', 'chat'],
    ['gen_ai.embed', 'embeddings'],
    ['gen_ai.embed_many', 'embeddings'],
    ['gen_ai.embeddings', 'embeddings'],
    ['ai.embeddings.create.openai', 'embeddings'],
  ])('takes %s of Sentry for one call, %s', (op, operation) => {
    const span = readSpanUsage({ 'sentry.op': op, 'gen_ai.request.model': 'gpt-4o' });
    expect(span).toMatchObject({ operation, isModelCall: true });
  });

  it('leaves a cost in another currency alone', () => {
    const cost = { 'gen_ai.usage.cost.amount': 1, 'gen_ai.usage.cost.currency': 'EUR' };
    const reading = readSpanUsage({ 'gen_ai.operation.name': 'chat', ...cost })?.reading;
    expect(reading).toEqual({ usage: {}, shape: 'opentelemetry' });
  });

  it('passes over values that are no counts, names or costs', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 7,
      'gen_ai.usage.input_tokens': 1.5,
      'gen_ai.usage.output_tokens': '12 tokens',
      'gen_ai.response.finish_reasons': [3],
      'gen_ai.usage.cost': 'free',
    };
    expect(readSpanUsage(attributes)).toEqual({
      operation: 'chat',
      isModelCall: true,
      reading: { usage: {}, shape: 'opentelemetry' },
    });
  });

  it('never throws, and its parts fit into their totals or are marked', () => {
    const names = FIXTURES.flatMap(({ attributes }) => Object.keys(attributes));
    const spans = nearly(
      FIXTURES.map(({ attributes }) => attributes),
      names,
    );
    const scope = fc.constantFrom(undefined, ...FIXTURES.map((fixture) => fixture.scope));
    fc.assert(
      fc.property(spans, scope, (make, scopeName) => {
        expectSound(readSpanUsage(make() as SpanAttributes, scopeName)?.reading);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('isGenAiSpan', () => {
  it('tells spans that concern a model from others', () => {
    expect(FIXTURES.filter(({ attributes }) => !isGenAiSpan(attributes))).toEqual([]);
    expect(OTHER_SPANS.filter(isGenAiSpan)).toEqual([]);
  });
});

it.each([
  [
    '@arizeai/openinference-instrumentation-openai',
    { tellsLater: true, standsBeside: false, precedesEmbedding: false },
  ],
  ['langfuse-sdk', { tellsLater: true, standsBeside: true, precedesEmbedding: false }],
  ['com.anthropic.sdk.typescript', { tellsLater: false, standsBeside: true, precedesEmbedding: false }],
  ['gen_ai', { tellsLater: false, standsBeside: false, precedesEmbedding: true }],
  [
    '@opentelemetry/instrumentation-openai',
    { tellsLater: false, standsBeside: false, precedesEmbedding: false },
  ],
])('knows the habits of %s', (scope, habits) => {
  expect(spanHabits(scope)).toEqual(habits);
});
