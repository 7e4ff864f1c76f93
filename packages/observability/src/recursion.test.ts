import { join } from 'node:path';
import { type Context, DiagLogLevel, diag } from '@opentelemetry/api';
import {
  type ReadableSpan,
  SimpleSpanProcessor,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { metrics } from './metrics';
import { observe, trace } from './observe';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { runProgram } from './test/run-program';

jest.setTimeout(60_000);

const PACKAGE = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));

let observed: ObservedProcess | undefined;
afterEach(async () => {
  diag.disable();
  await observed?.stop();
  observed = undefined;
});

const callsOf = async (agent: string) => (await metrics.getStats(agent)).totalCalls;

/** A processor that does something at the start and the end of every span. */
function processor(act: (span: Span | ReadableSpan) => void): SpanProcessor {
  const nothing = async (): Promise<void> => undefined;
  return {
    onStart: (span: Span, _parent: Context) => act(span),
    onEnd: act,
    forceFlush: nothing,
    shutdown: nothing,
  };
}

/** An exporter that hands every batch to a function. */
const exporter = (act: () => void) => ({
  export(_spans: ReadableSpan[], done: (result: { code: number }) => void) {
    act();
    done({ code: 0 });
  },
  shutdown: async () => undefined,
});

describe('an observed function is called without end neither', () => {
  let runs: number;
  let helper: () => void;
  beforeEach(() => {
    runs = 0;
    helper = observe(() => {
      runs += 1;
    }, 'helper');
  });

  it.each([true, false] as const)(
    'from an exporter of a provider that is registered: %s',
    async (register) => {
      const spanProcessors = [new SimpleSpanProcessor({ exporter: exporter(() => helper()) })];
      observed = startObserved({ register, spanProcessors });
      observe(() => undefined, 'agent')();
      await observed.kagura.flush();
      expect(runs).toBe(1);
      expect(await callsOf('agent')).toBe(1);
    },
  );

  it('from a span processor', async () => {
    observed = startObserved({ register: false, spanProcessors: [processor(() => helper())] });
    observe(() => undefined, 'agent')();
    expect(runs).toBe(2);
    expect(await callsOf('agent')).toBe(1);
  });

  it('from the function that gives its own options', async () => {
    observed = startObserved();
    const agent: (n: number) => number = observe(
      (n: number) => n * 2,
      (_self: unknown, n: number) => ({ name: `agent-${agent(n)}` }),
    );
    expect(agent(21)).toBe(42);
    expect(await callsOf('agent-42')).toBe(1);
  });

  it('from the logger that is told of an error of ours', async () => {
    observed = startObserved();
    const broken = observe(
      () => undefined,
      () => {
        throw new Error('options');
      },
    );
    const log = () => {
      runs += 1;
      broken();
    };
    diag.setLogger(
      { error: log, warn: log, info: log, debug: log, verbose: log },
      { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
    );
    runs = 0;
    broken();
    expect(runs).toBeGreaterThan(0);
    expect(runs).toBeLessThan(10);
  });
});

it('ends a process whose warning listener calls observed functions that warn', async () => {
  const program = `
    const { observe } = require(${PACKAGE});
    const broken = observe(() => 1, () => { throw new Error('options'); });
    let warnings = 0;
    process.on('warning', () => { warnings += 1; broken(); });
    process.on('exit', () => console.log(warnings));
    broken();`;
  const { status, stdout } = await runProgram({
    args: ['-e', program],
    env: { KAGURA_DB: '/dev/null/kagura.db' },
  });
  expect(status).toBe(0);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(10);
});

describe('a recursion', () => {
  it('that the stack has room for ends as if it were not observed', async () => {
    observed = startObserved();
    const depth: (n: number) => number = trace((n: number) => (n === 0 ? 0 : 1 + depth(n - 1)), 'depth');
    expect(observe(() => depth(2_000), 'agent')()).toBe(2_000);
    expect(observe(() => depth(10), 'agent')()).toBe(10);
    const last = await observed.kagura.tracer.getLastTrace('agent');
    expect(last?.spans).toHaveLength(11);
  });

  it('that waits on each level is observed as far as it goes', async () => {
    observed = startObserved();
    const depth: (n: number) => Promise<number> = trace(async (n: number) => {
      await undefined;
      return n === 0 ? 0 : 1 + (await depth(n - 1));
    }, 'depth');
    expect(await observe(() => depth(1_000), 'agent')()).toBe(1_000);
    const last = await observed.kagura.tracer.getLastTrace('agent');
    expect(last?.spans).toHaveLength(1_001);
  });

  it('that never ends throws what it throws, and the calls after it are recorded', async () => {
    observed = startObserved();
    const endless: () => unknown = observe(() => [endless()], 'endless');
    expect(endless).toThrow(RangeError);
    observe(() => undefined, 'agent')();
    expect(await callsOf('agent')).toBe(1);
  });
});
