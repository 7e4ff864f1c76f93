import type { SpanRecord } from '@kagura/core';
import fc from 'fast-check';
import { childOf, modelCall, spanRecord, storedTrace } from '../test/span-records';
import { timelineLines } from './timeline';

function lines(root: SpanRecord, ...descendants: SpanRecord[]): string[] {
  return timelineLines(storedTrace(root, descendants));
}

describe('timelineLines', () => {
  const root = spanRecord({ durationUs: 245_000 });

  it('shows the start and the end of an invocation that did nothing else', () => {
    expect(lines(root)).toEqual(['  0ms    → Start', '  245ms  → End']);
  });

  it('names the model only where there are several calls', () => {
    expect(
      lines(
        root,
        modelCall(root, 10_000, { durationUs: 50_000 }),
        modelCall(root, 100_000, { durationUs: 90_000, model: 'gpt-4o-mini' }),
      ),
    ).toEqual([
      '  0ms    → Start',
      '  10ms   → LLM call start (gpt-4o)',
      '  60ms   → LLM call end (gpt-4o)',
      '  100ms  → LLM call start (gpt-4o-mini)',
      '  190ms  → LLM call end (gpt-4o-mini)',
      '  245ms  → End',
    ]);
  });

  it('shows tools, steps and nested agents, a parent around its children at equal times', () => {
    const step = childOf(root, 0, { name: 'fetch_data', durationUs: 245_000 });
    const tool = childOf(step, 0, { name: 'search', kind: 'tool', durationUs: 245_000 });
    const nested = childOf(step, 1_200_000, { name: 'helper', kind: 'agent', durationUs: 300 });
    expect(lines(root, step, tool, nested)).toEqual([
      '  0ms      → Start',
      '  0ms      → fetch_data start',
      '  0ms      → Tool call start (search)',
      '  245ms    → Tool call end (search)',
      '  245ms    → fetch_data end',
      '  245ms    → End',
      '  1,200ms  → Agent start (helper)',
      '  1,200ms  → Agent end (helper)',
    ]);
  });

  it('interleaves calls that run at the same time', () => {
    const first = childOf(root, 10_000, { name: 'a', durationUs: 100_000 });
    const second = childOf(root, 20_000, { name: 'b', durationUs: 10_000 });
    expect(lines(root, first, second).map((line) => line.split('→ ')[1])).toEqual([
      'Start',
      'a start',
      'b start',
      'b end',
      'a end',
      'End',
    ]);
  });

  it('takes a child that outlives its parent by less than a millisecond for a difference of clocks', () => {
    const ends = (durationUs: number): string[] =>
      lines(root, childOf(root, 0, { name: 'a', durationUs })).slice(-2);
    expect(ends(245_900)).toEqual(['  245ms  → a end', '  245ms  → End']);
    expect(ends(246_000)).toEqual(['  245ms  → End', '  246ms  → a end']);
    const late = childOf(root, 245_400, { name: 'a', durationUs: 500 });
    expect(lines(root, late).slice(-2)).toEqual(['  245ms  → a start', '  245ms  → a end']);
  });

  it('says what failed', () => {
    const error = { type: 'RateLimitError', message: '429', stack: null };
    const failed = modelCall(root, 10_000, { durationUs: 1_000, status: 'error', error });
    const silent = childOf(root, 20_000, { name: 'a', durationUs: 0, status: 'error' });
    expect(lines(root, failed, silent)).toEqual([
      '  0ms    → Start',
      '  10ms   → LLM call start',
      '  11ms   → LLM call end ✖ RateLimitError',
      '  20ms   → a start',
      '  20ms   → a end ✖ error',
      '  245ms  → End',
    ]);
  });

  it('says what was tried again, and the status that it failed with', () => {
    const error = { type: 'APIError', message: 'x', stack: null };
    const attributes = { 'http.response.status_code': 529, 'kagura.attempt': 2 };
    const again = childOf(root, 1_000, { name: 'a', durationUs: 0, status: 'error', error, attributes });
    expect(lines(root, again).slice(1, 3)).toEqual([
      '  1ms    → a start, attempt 2',
      '  1ms    → a end ✖ APIError (HTTP 529)',
    ]);
  });

  it('puts a span whose parent was not recorded below the root', () => {
    const orphan = childOf(root, 5_000, { name: 'orphan', durationUs: 0, parentSpanId: 'ffffffffffffffff' });
    expect(lines(root, orphan)).toContain('  5ms    → orphan start');
  });

  it('keeps a name on its line', () => {
    const step = childOf(root, 1_000, { name: 'a\n\u001b[2Jb', durationUs: 0 });
    expect(lines(root, step)[1]).toBe('  1ms    → a b start');
  });

  it('shows every span once, in order of time, its start before its end', () => {
    const span = fc.record({
      parent: fc.nat(20),
      afterUs: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      durationUs: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
        const records = [root];
        for (const [index, { parent, afterUs, durationUs }] of spans.entries()) {
          records.push(childOf(records[parent % records.length]!, afterUs, { name: `${index}`, durationUs }));
        }
        const events = lines(...(records as [SpanRecord])).map((line) => {
          const [, offset = '', label = ''] = /^ +(?:<1|(-?[\d,]+))ms +→ (.+)$/.exec(line) ?? [];
          return { label, offset: Number(offset.replaceAll(',', '')) };
        });
        const offsets = events.map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        const labels = events.map(({ label }) => label);
        expect(labels).toHaveLength(2 * records.length);
        for (const index of spans.keys()) {
          const start = labels.indexOf(`${index} start`);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(labels.indexOf(`${index} end`)).toBeGreaterThan(start);
        }
      }),
    );
  });
});
