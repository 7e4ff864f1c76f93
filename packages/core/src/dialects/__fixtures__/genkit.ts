import type { SpanFixture } from './span-fixture';

function call(name: string, usage: object): SpanFixture['attributes'] {
  return {
    'genkit:type': 'action',
    'genkit:metadata:subtype': 'model',
    'genkit:name': name,
    'genkit:output': JSON.stringify({
      message: { role: 'model', content: [{ text: 'Hi'.repeat(50_000) }] },
      finishReason: 'stop',
      usage,
    }),
  };
}

/** After `@genkit-ai/core` and `@genkit-ai/ai`. */
export const GENKIT_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call of Gemini by Genkit, whose thoughts stand beside the output, with a long answer',
    scope: 'genkit-tracer',
    attributes: call('googleai/gemini-2.5-flash', {
      inputTokens: 10,
      outputTokens: 5,
      thoughtsTokens: 70,
      totalTokens: 85,
      cachedContentTokens: 4,
    }),
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'gemini-2.5-flash',
      reading: {
        provider: 'gcp.gemini',
        model: 'gemini-2.5-flash',
        finishReason: 'stop',
        usage: { inputTokens: 10, cachedReadTokens: 4, outputTokens: 75, reasoningTokens: 70 },
        shape: 'genkit',
      },
    },
  },
  {
    name: 'a call of a model without a plugin by Genkit',
    attributes: call('my-model', { inputTokens: 10, outputTokens: 5 }),
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'my-model',
      reading: {
        model: 'my-model',
        finishReason: 'stop',
        usage: { inputTokens: 10, outputTokens: 5 },
        shape: 'genkit',
      },
    },
  },
  {
    name: 'a tool of Genkit',
    attributes: { 'genkit:metadata:subtype': 'tool', 'genkit:name': 'weather' },
    expected: { operation: 'execute_tool', isModelCall: false, reading: undefined, toolName: 'weather' },
  },
  {
    name: 'a flow of Genkit',
    attributes: { 'genkit:metadata:subtype': 'flow', 'genkit:name': 'main' },
    expected: { operation: undefined, isModelCall: false, reading: undefined },
  },
];
