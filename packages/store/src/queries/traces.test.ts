import { invocation, microseconds, modelCall, newId, spanRecord } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { findTraceIds, readLastTrace, readTrace } from './traces';

afterEach(cleanUp);

const start = microseconds('2025-10-04T10:00:00Z');

/** An agent that calls itself through a step: planner > step > planner > model call. */
function nested(traceId = newId(32)) {
  const outer = invocation('planner', { traceId, startUs: start, durationUs: 900 });
  const step = spanRecord({ traceId, parentSpanId: outer.spanId, name: 'refine', startUs: start });
  const inner = invocation('planner', { traceId, parentSpanId: step.spanId, startUs: start + 20 });
  const call = modelCall(inner, { startUs: start + 30 });
  return { traceId, outer, step, inner, call, inOrderOfEnd: [call, inner, step, outer] };
}

const names = (trace: ReturnType<typeof readTrace>) =>
  trace && [trace.root, ...trace.descendants].map(({ spanId }) => spanId);

describe('readTrace', () => {
  it('has the root with everything below it in order of start, the outer first', () => {
    const { traceId, outer, step, inner, call, inOrderOfEnd } = nested();
    const database = databaseWith([...inOrderOfEnd, ...nested().inOrderOfEnd]);
    expect(names(readTrace(database, traceId))).toEqual(
      [outer, step, inner, call].map(({ spanId }) => spanId),
    );
  });

  it('has the outermost invocation of an agent, without what is beside it', () => {
    const { traceId, outer, step, inner, call, inOrderOfEnd } = nested();
    const workflow = spanRecord({ traceId, name: 'workflow', startUs: start - 100 });
    const beside = modelCall(workflow, { startUs: start - 50, agentSpanId: null, agent: null });
    const members = inOrderOfEnd.map((span) =>
      span === outer ? { ...outer, parentSpanId: workflow.spanId } : span,
    );
    const database = databaseWith([...members, beside, workflow]);
    expect(names(readTrace(database, traceId, { agent: 'planner' }))).toEqual(
      [outer, step, inner, call].map(({ spanId }) => spanId),
    );
    expect(readTrace(database, traceId)?.root.name).toBe('workflow');
    expect(readTrace(database, traceId, { agent: 'someone else' })).toBeUndefined();
  });

  it('has the first of several invocations side by side', () => {
    const root = spanRecord();
    const below = { traceId: root.traceId, parentSpanId: root.spanId };
    const second = invocation('worker', { ...below, startUs: start + 2 });
    const first = invocation('worker', { ...below, startUs: start + 1 });
    const database = databaseWith([second, first, root]);
    expect(readTrace(database, root.traceId, { agent: 'worker' })?.root.spanId).toBe(first.spanId);
  });

  it('has for its root the first span whose parent is elsewhere, where no span is without parent', () => {
    const outer = invocation('planner', { parentSpanId: newId(16) });
    const database = databaseWith([modelCall(outer), outer]);
    expect(readTrace(database, outer.traceId)).toMatchObject({
      root: { name: 'planner' },
      descendants: [{}],
    });
  });

  it('takes the first digits of an id where no other trace begins so', () => {
    const one = `abcd1${'0'.repeat(27)}`;
    const other = `abcd2${'0'.repeat(27)}`;
    const database = databaseWith([spanRecord({ traceId: one }), spanRecord({ traceId: other })]);
    expect(readTrace(database, 'abcd1')?.root.traceId).toBe(one);
    expect(readTrace(database, 'ABCD2')?.root.traceId).toBe(other);
    expect(readTrace(database, other)?.root.traceId).toBe(other);
    expect(readTrace(database, 'abcd')).toBeUndefined();
    expect(readTrace(database, 'abcd3')).toBeUndefined();
    expect(readTrace(database, 'abc')).toBeUndefined();
  });

  it('ends where parents go round in a circle', () => {
    const traceId = newId(32);
    const [a, b] = [newId(16), newId(16)];
    const database = databaseWith([
      invocation('a', { traceId, spanId: a, parentSpanId: b }),
      invocation('b', { traceId, spanId: b, parentSpanId: a }),
    ]);
    expect(readTrace(database, traceId)).toMatchObject({ root: { name: 'a' }, descendants: [{ name: 'b' }] });
    expect(readTrace(database, traceId, { agent: 'b' })).toMatchObject({ root: { name: 'b' } });
  });
});

describe('readLastTrace', () => {
  it('has the invocation that started last', () => {
    const early = nested();
    const late = nested();
    const database = databaseWith([
      ...late.inOrderOfEnd.map((span) => ({ ...span, startUs: span.startUs + 1_000 })),
      ...early.inOrderOfEnd,
    ]);
    expect(readLastTrace(database, 'planner')?.root.spanId).toBe(late.inner.spanId);
    expect(readLastTrace(database)?.root.spanId).toBe(late.outer.spanId);
  });

  it('falls back to a root of that name where no agent is called so', () => {
    const old = spanRecord({ name: 'nightly', startUs: start });
    const last = spanRecord({ name: 'nightly', startUs: start + 1, parentSpanId: newId(16) });
    const inside = spanRecord({
      name: 'nightly',
      startUs: start + 2,
      traceId: last.traceId,
      parentSpanId: last.spanId,
    });
    const database = databaseWith([old, inside, last, modelCall(last, { startUs: start + 3 })]);
    expect(readLastTrace(database, 'nightly')).toMatchObject({
      root: { spanId: last.spanId },
      descendants: [{}, {}],
    });
    expect(readLastTrace(database, 'gpt-4o')).toBeUndefined();
  });

  it('without a name prefers what has ended as a whole to a part of something that still runs', () => {
    const running = invocation('running');
    const database = databaseWith([
      modelCall(running, { startUs: start + 1 }),
      invocation('done', { startUs: start }),
    ]);
    expect(readLastTrace(database)?.root.name).toBe('done');
    expect(readLastTrace(databaseWith([modelCall(running)]))?.root.name).toBe('gpt-4o');
  });

  it('is none in an empty database', () => {
    const database = databaseWith([]);
    expect(readLastTrace(database)).toBeUndefined();
    expect(readLastTrace(database, 'planner')).toBeUndefined();
  });
});

describe('findTraceIds', () => {
  it('lists ids that begin so, in order and no more than asked for', () => {
    const ids = ['0', '1', '2'].map((digit) => `beef${digit}`.padEnd(32, 'f'));
    const database = databaseWith([...ids, ...ids].reverse().map((traceId) => spanRecord({ traceId })));
    expect(findTraceIds(database, 'beef', 10)).toEqual(ids);
    expect(findTraceIds(database, 'BEEF', 2)).toEqual(ids.slice(0, 2));
    expect(findTraceIds(database, 'bee', 10)).toEqual(ids);
    expect(findTraceIds(database, 'beef1', 10)).toEqual([ids[1]]);
  });

  it.each(['', "' OR 1=1 --", 'beefy', 'b'.repeat(33), '%'])('finds nothing for %p', (prefix) => {
    expect(findTraceIds(databaseWith([spanRecord({ traceId: 'b'.repeat(32) })]), prefix, 10)).toEqual([]);
  });
});
