import { BudgetExceededError, BudgetUnavailableError } from '@kagura/core';
import fc from 'fast-check';
import { observe } from '../index';
import { answer, CALL_NANO, CALL_USD, GuardedProcess, MODEL, request } from './test/guarded-process';
import type { ScriptedLedger } from './test/scripted-ledger';

/** Histories take their time. */
jest.setTimeout(60_000);

const LIMIT_CALLS = 6;
const GRACE_CALLS = 2;

type Ending = 'answer' | 'refused by the server' | 'released by an inner call';

type Step =
  | { readonly do: 'call'; readonly ending: Ending }
  | { readonly do: 'end'; readonly which: number }
  | { readonly do: 'break' }
  | { readonly do: 'repair' };

const ending = fc.constantFrom<Ending>('answer', 'refused by the server', 'released by an inner call');
const calling = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), ending }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat() }) },
);
const breaking = fc.constantFrom<Step>({ do: 'break' }, { do: 'repair' });
const steps = (step: fc.Arbitrary<Step>) => fc.array(step, { size: 'max', maxLength: 60 });

const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: CALL_USD } } as const;

/** A process whose calls begin and end in any order. */
class History {
  readonly #running: { readonly end: () => void; readonly ended: Promise<void> }[] = [];
  readonly scripted: ScriptedLedger;
  /** Calls that the provider has charged for. */
  charged = 0;

  constructor(
    readonly guarded: GuardedProcess,
    isLater: boolean,
  ) {
    this.scripted = guarded.start(isLater ? 'asynchronous' : 'memory', { database: false });
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'break') this.scripted.breakDown();
    else if (step.do === 'repair') this.scripted.repair();
    else if (step.do === 'call') await this.#begin(step.ending);
    else await this.#end(step.which);
  }

  async finish(): Promise<void> {
    while (this.#running.length > 0) await this.#end(0);
    this.scripted.repair();
    await this.guarded.books();
  }

  async #begin(how: Ending): Promise<void> {
    let end: () => void = () => undefined;
    const ending = new Promise<void>((resolve) => {
      end = resolve;
    });
    const provider = async (_request: object) => {
      await ending;
      if (how === 'refused by the server') throw Object.assign(new Error('429'), { status: 429 });
      this.charged += 1;
      return answer();
    };
    const ask = observe(provider, options);
    const call =
      how === 'released by an inner call' ? observe(async (given: object) => ask(given), options) : ask;
    const ended = (async () => {
      await call(request);
    })().catch((error: unknown) => {
      const isRefused = error instanceof BudgetExceededError || error instanceof BudgetUnavailableError;
      if (!isRefused && !(error instanceof Error && error.message === '429')) throw error;
    });
    this.#running.push({ end, ended });
    // The ledger has answered, if it does.
    await new Promise(setImmediate);
  }

  async #end(which: number): Promise<void> {
    const [call] = this.#running.splice(which % Math.max(1, this.#running.length), 1);
    call?.end();
    await call?.ended;
  }

  /** Nano-dollars that count against the limit. */
  async used(): Promise<number> {
    const { held, settled, uncertain } = this.scripted.entries();
    return [...held, ...settled, ...uncertain].reduce((sum, amount) => sum + amount, 0);
  }
}

async function follow(
  history: readonly Step[],
  isLater: boolean,
  check: (history: History) => Promise<void>,
) {
  const guarded = new GuardedProcess();
  try {
    const followed = new History(guarded, isLater);
    await guarded.tracker.setBudget('monthly', {
      limitUsd: LIMIT_CALLS * CALL_USD,
      graceUsd: GRACE_CALLS * CALL_USD,
    });
    for (const step of history) {
      await followed.take(step);
      await check(followed);
    }
    await followed.finish();
    const books = followed.scripted.entries();
    expect(books).toMatchObject({ held: [], uncertain: [] });
    expect(books.settled).toEqual(Array.from({ length: followed.charged }, () => CALL_NANO));
  } finally {
    await guarded.stop();
  }
}

describe.each([
  ['at once', false],
  ['later', true],
])('whatever calls do, beside a ledger that answers %s', (_when, isLater) => {
  it('nothing stays held, each is settled once, and no limit is passed', () =>
    fc.assert(
      fc.asyncProperty(steps(calling), (history) =>
        follow(history, isLater, async (followed) => {
          expect(await followed.used()).toBeLessThanOrEqual(LIMIT_CALLS * CALL_NANO);
        }),
      ),
      { numRuns: 30 },
    ));

  it('the same while the ledger comes and goes, but for the grace', () =>
    fc.assert(
      fc.asyncProperty(
        steps(fc.oneof({ weight: 8, arbitrary: calling }, { weight: 4, arbitrary: breaking })),
        (history) =>
          follow(history, isLater, async (followed) => {
            expect(followed.charged).toBeLessThanOrEqual(LIMIT_CALLS + GRACE_CALLS);
          }),
      ),
      { numRuns: 30 },
    ));
});
