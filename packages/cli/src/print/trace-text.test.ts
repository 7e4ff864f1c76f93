import type { SpanRecord } from '@kagura/core';
import { exactCost, modelCall, spanRecord, storedTrace, unpricedCost } from '../test/span-records';
import { formatTrace } from './trace-text';

function text(root: SpanRecord, descendants: readonly SpanRecord[] = [], full = false): string {
  return formatTrace(storedTrace(root, descendants), { timeZone: 'UTC', full });
}

/** The block that begins so. */
function block(output: string, beginning: string): string | undefined {
  return output.split('\n\n').find((lines) => lines.startsWith(beginning));
}

describe('formatTrace', () => {
  const root = spanRecord();

  it('shows an invocation from its duration to its response', () => {
    const asked = spanRecord({
      content: { input: '["What is AI?"]', output: '"AI stands for Artificial Intelligence..."' },
    });
    expect(
      text(asked, [modelCall(asked, 15_000, { durationUs: 215_000 })]),
    ).toBe(`Trace: my_agent (2025-10-04 10:30:15)
=====================================
Duration: 245ms
Status: Success
Cost: $0.0012

Timeline:
  0ms    → Start
  15ms   → LLM call start
  230ms  → LLM call end
  245ms  → End

Prompt (120 tokens):
  What is AI?

Response (85 tokens):
  AI stands for Artificial Intelligence...`);
  });

  it('shows what the provider states where it is not what we charge', () => {
    const call = (nanoUsd: number, fields: object) =>
      modelCall(root, 1, { cost: { ...exactCost(nanoUsd), ...fields } });
    const output = text(root, [
      call(1_200_000, { reportedNanoUsd: 1_500_000 }),
      call(9_000, { source: 'provider', reportedNanoUsd: 9_000, calculatedNanoUsd: 8_000 }),
      call(9_000, { source: 'provider', reportedNanoUsd: 9_000 }),
      call(5_000, { reportedNanoUsd: 5_000 }),
      call(5_000, {}),
    ]);
    expect(block(output, 'Cost as')).toBe(
      [
        'Cost as the provider states it:',
        '  gpt-4o: $0.0015 (our price: $0.0012)',
        '  gpt-4o: $0.000009 (our price: $0.000008)',
      ].join('\n'),
    );
  });

  it('shows the time in the zone asked for', () => {
    const tokyo = formatTrace(storedTrace(root), { timeZone: 'Asia/Tokyo', full: false });
    expect(tokyo).toMatch(/^Trace: my_agent \(2025-10-04 19:30:15\)\n={37}\n/);
  });

  it('shows what failed and that nothing came back', () => {
    const error = { type: 'TypeError', message: 'no', stack: 'TypeError: no\n    at ask (/app/ask.ts:1:1)' };
    const output = text(spanRecord({ status: 'error', error }));
    expect(block(output, 'Trace')).toContain('\nStatus: Error\nCost: —');
    expect(output.indexOf('Error:\n  TypeError: no\n  at ask (/app/ask.ts:1:1)')).toBeGreaterThan(0);
    expect(output.indexOf('Error:\n')).toBeLessThan(output.indexOf('Timeline:'));
    expect(block(output, 'Response')).toBe('Response: none (failed)');
  });

  it('says how to record content that was not captured', () => {
    const output = text(root, [modelCall(root, 0)]);
    expect(block(output, 'Prompt')).toBe(
      'Prompt: not captured (120 tokens). Set logPrompts: true in @Observe to record it.',
    );
    expect(block(output, 'Response')).toBe(
      'Response: not captured (85 tokens). Set logResponses: true in @Observe to record it.',
    );
  });

  it('falls back to what the first model call was asked and the last one answered', () => {
    const output = text(root, [
      modelCall(root, 0),
      modelCall(root, 1, { content: { input: '[{"role":"user","content":"Hi"}]', output: '"Hello"' } }),
      modelCall(root, 2, { content: { input: '["Bye"]', output: '"See you"' } }),
      modelCall(root, 3),
    ]);
    expect(block(output, 'Prompt')).toBe('Prompt (480 tokens):\n  user: Hi');
    expect(block(output, 'Response')).toBe('Response (340 tokens):\n  See you');
  });

  it('marks sums that leave calls out', () => {
    const output = text(root, [
      modelCall(root, 0),
      modelCall(root, 1, { usage: null, usageSource: null, cost: unpricedCost() }),
    ]);
    expect(output).toContain('\nCost: ≥ $0.0012\n');
    expect(block(output, 'Prompt')).toContain('(≥ 120 tokens)');
  });

  it('does not count a call that failed before it was billed as unpriced', () => {
    const failed = modelCall(root, 1, { status: 'error', usage: null, cost: null });
    expect(text(root, [modelCall(root, 0), failed])).toContain('\nCost: $0.0012\n');
  });

  it('shows unknown tokens and cost as unknown', () => {
    const output = text(root, [modelCall(root, 0, { usage: null, cost: unpricedCost() })]);
    expect(output).toContain('\nCost: —\n');
    expect(block(output, 'Prompt')).toMatch(/^Prompt: not captured\. /);
  });

  it('clips long texts unless they are asked for whole', () => {
    const long = spanRecord({ content: { input: JSON.stringify(['😀'.repeat(1_500)]), output: null } });
    expect(block(text(long), 'Prompt')).toBe(
      `Prompt:\n  ${'😀'.repeat(1_000)}\n  (+1,000 characters; add --full)`,
    );
    expect(block(text(long, [], true), 'Prompt')).toBe(`Prompt:\n  ${'😀'.repeat(1_500)}`);
  });

  it('indents every line of a text and obeys none of its control characters', () => {
    const hostile = spanRecord({
      name: 'evil\u001b]0;PWNED\u0007',
      content: { input: JSON.stringify(['a\n\u001b[2Jb\rc\u202e']), output: null },
    });
    const output = text(hostile);
    expect(output).toMatch(/^Trace: evil \(2025/);
    expect(block(output, 'Prompt')).toBe('Prompt:\n  a\n  bc');
  });
});
