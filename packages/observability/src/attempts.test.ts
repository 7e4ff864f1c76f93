import { observe, Tracer, trace } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** Fails as often as told, then succeeds. */
function failing(times: number) {
  let left = times;
  return async (..._args: unknown[]): Promise<string> => {
    left -= 1;
    if (left >= 0) throw Object.assign(new Error('busy'), { status: 529, requestID: `req_${left}` });
    return 'done';
  };
}

/** Calls until it succeeds, three times at most. */
async function retry(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const failed = await call().then(
      () => false,
      () => true,
    );
    if (!failed) return;
  }
}

const attempts = (name: string) =>
  observed
    .spans()
    .filter((span) => span.name === name)
    .map(({ attributes }) => attributes['kagura.attempt']);

const agent = (body: () => Promise<unknown>) => observe(body, 'agent')();

describe('a call that failed and is made again by the same call', () => {
  it('tells which attempt it is, until it succeeds', async () => {
    const ask = trace(failing(2), 'ask');
    await agent(async () => {
      await retry(() => ask({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] }));
      await ask({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
    });
    expect(attempts('ask')).toEqual([undefined, 2, 3, undefined]);
  });

  it('is stored with its attempt, status and request id', async () => {
    const ask = trace(failing(9), 'ask');
    await agent(() => retry(() => ask('Hello')));
    const stored = await new Tracer().getLastTrace('agent');
    expect(stored?.spans.map(({ attributes }) => ({ ...attributes }))).toEqual([
      { 'http.response.status_code': 529, 'kagura.error.request_id': 'req_8' },
      { 'http.response.status_code': 529, 'kagura.error.request_id': 'req_7', 'kagura.attempt': 2 },
      { 'http.response.status_code': 529, 'kagura.error.request_id': 'req_6', 'kagura.attempt': 3 },
    ]);
  });

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['another text', ['page 1'], ['page 2']],
    ['another number of arguments', ['x'], ['x', undefined]],
    ['a conversation that went on', [[{ content: 'a' }]], [[{ content: 'a' }, { content: 'b' }]]],
    ['another last message', [{ messages: [1, 2, 3, 4, 5, 6] }], [{ messages: [1, 2, 3, 4, 5, 7] }]],
    ['two things that may not be the same', [new Map()], [new Map()]],
    ['two functions', [() => 1], [() => 1]],
    ['a Proxy', [new Proxy({}, {})], [new Proxy({}, {})]],
  ])('is a first attempt with %s', async (_what, first, second) => {
    const read = trace(failing(1), 'read');
    await agent(async () => {
      await read(...first).catch(() => undefined);
      await read(...second);
    });
    expect(attempts('read')).toEqual([undefined, undefined]);
  });

  it('is a first attempt on another instance, under another call, and without any', async () => {
    class Worker {
      readonly run = failing(1);
    }
    const run = trace(function (this: Worker) {
      return this.run();
    }, 'run');
    const [one, other] = [new Worker(), new Worker()];
    await agent(async () => {
      await run.call(one).catch(() => undefined);
      await run.call(other).catch(() => undefined);
    });
    await agent(() => run.call(other));
    const alone = trace(failing(2), 'run');
    await retry(() => alone());
    expect(attempts('run')).toEqual(Array.from({ length: 6 }));
  });
});
