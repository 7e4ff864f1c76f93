import type { BudgetCharge, ReserveOutcome, SettleOutcome } from '@kagura/core';
import { canonical } from './canonical';
import type { MakeLedger, TestedLedger } from './contract/bench';
import { LedgerFacts } from './ledger-facts';
import { type Command, type History, LONGEST_TTL_MS } from './ledger-histories';
import { checkInvariants, InvariantBroken, tellingsOf } from './ledger-invariants';
import { type Answer, type Operation, perform } from './ledger-operation';
import { observe, type Snapshot } from './ledger-snapshot';
import { Processes } from './processes';
import { VirtualClock } from './virtual-clock';

export interface ReplayOptions {
  /**
   * What the ledger answers has to be right too, not only its books.
   *
   * @default true
   */
  readonly checksAnswers?: boolean;
}

/**
 * Has ledgers live through a history, at whose end all of its processes die. After every step the books of the first are
 * compared with the facts, and those of the others, and their answers, with the first.
 *
 * @throws InvariantBroken
 */
export async function replay(
  { start, budgets, commands }: History,
  makeLedgers: readonly MakeLedger[],
  { checksAnswers = true }: ReplayOptions = {},
): Promise<void> {
  const clock = new VirtualClock(start);
  const opened: TestedLedger[] = [];
  try {
    for (const make of makeLedgers) opened.push(await make(clock));
    const facts = new LedgerFacts(start);
    const processes = new Processes(facts, budgets);
    const run = new Replay({ clock, opened, facts, processes, checksAnswers });
    for (const budget of budgets) await run.step({ kind: 'putBudget', budget });
    for (const command of commands) await run.obey(command);
    await run.recover();
  } finally {
    for (const each of opened) await each.close();
  }
}

interface ReplayParts extends Required<ReplayOptions> {
  readonly clock: VirtualClock;
  readonly opened: readonly TestedLedger[];
  readonly facts: LedgerFacts;
  readonly processes: Processes;
}

class Replay {
  readonly #clock: VirtualClock;
  readonly #opened: readonly TestedLedger[];
  readonly #facts: LedgerFacts;
  readonly #processes: Processes;
  readonly #checksAnswers: boolean;
  readonly #told = new Set<string>();
  /** Periods that one ledger may still know more about than another. */
  readonly #doubtful = new Set<string>();
  #snapshot: Snapshot = { places: new Map(), windows: new Map(), entries: [] };

  constructor({ clock, opened, facts, processes, checksAnswers }: ReplayParts) {
    this.#clock = clock;
    this.#opened = opened;
    this.#facts = facts;
    this.#processes = processes;
    this.#checksAnswers = checksAnswers;
  }

  async obey(command: Command): Promise<void> {
    if (command.kind === 'tick') return this.#showTime(this.#clock.now() + command.ms);
    if (command.kind === 'crash') return this.#crash(command.owner);
    const operation = this.#processes.operationOf(command);
    if (operation !== undefined) await this.step(operation);
  }

  /** Nobody is left who could settle what is held. */
  async recover(): Promise<void> {
    this.#processes.crashAll();
    await this.#showTime(this.#facts.now + LONGEST_TTL_MS);
    while ((await this.step({ kind: 'expire', limit: 5 })) !== 0);
    for (const [key, { reservedNanoUsd }] of [...this.#snapshot.places, ...this.#snapshot.windows]) {
      if (reservedNanoUsd !== 0)
        throw new InvariantBroken('I5', `${key} holds ${reservedNanoUsd} for nobody`);
    }
  }

  async step(operation: Operation): Promise<Answer> {
    const facts = this.#facts;
    const before = this.#snapshot;
    const [isRepeat, hadOverdue] = [facts.isRepeat(operation), facts.hasOverdue()];
    const answers: Answer[] = [];
    for (const { ledger } of this.#opened) answers.push(await perform(ledger, operation));
    const [answer, ...others] = answers;
    const expected = facts.follow(operation, answer);
    const after = await this.#observe();
    checkInvariants({ operation, answer, isRepeat, hadOverdue, before, after, facts, told: this.#told });
    this.#doubt(operation);
    if (this.#checksAnswers) {
      requireSame(
        'answer',
        this.#certain(operation, answer, false),
        this.#certain(operation, expected, false),
      );
    }
    for (const other of others) {
      requireSame('twin', this.#certain(operation, other, true), this.#certain(operation, answer, true));
    }
    for (const telling of tellingsOf(answer)) this.#told.add(telling);
    return answer;
  }

  /** What a process leaves behind is what the next one finds. */
  async #crash(owner: number): Promise<void> {
    this.#processes.crash(owner);
    const before = await this.#observe();
    for (const each of this.#opened) await each.reopen?.();
    // How late it is, only the clock tells a ledger that was just opened.
    await this.#showTime(this.#facts.now);
    requireSame('I12', this.#snapshot, before);
  }

  async #showTime(now: number): Promise<void> {
    this.#clock.set(now);
    this.#facts.see(now);
    await this.#observe();
  }

  /** The books of the first ledger, which all others have too. */
  async #observe(): Promise<Snapshot> {
    const snapshots: Snapshot[] = [];
    for (const { ledger } of this.#opened) {
      requireSame('clock', ledger.now(), this.#facts.now);
      snapshots.push(await observe(ledger, this.#facts));
    }
    const [first, ...others] = snapshots;
    for (const other of others) requireSame('twin', other, first);
    this.#snapshot = first!;
    return first!;
  }

  #doubt(operation: Operation): void {
    for (const charge of chargesOf(operation)) {
      if (this.#facts.isPast(charge)) this.#doubtful.add(`${charge.budgetId} ${charge.period}`);
    }
  }

  /** What every ledger has to answer alike. Buckets of a length of time may be forgotten when they are past. */
  #certain(operation: Operation, answer: Answer, withCrossings: boolean): unknown {
    if (typeof answer !== 'object' || !('balances' in answer)) return answer;
    const charges = chargesOf(operation);
    const { balances, ...rest } = answer as Extract<ReserveOutcome, { outcome: 'denied' }> | SettleOutcome;
    const certain = balances.map((balance, index) => (this.#facts.isPast(charges[index]!) ? null : balance));
    if (!('crossings' in rest)) return { ...rest, balances: certain };
    const crossings = rest.crossings.filter(
      ({ budgetId, period }) => withCrossings && !this.#doubtful.has(`${budgetId} ${period}`),
    );
    return { ...rest, balances: certain, crossings };
  }
}

function chargesOf(operation: Operation): readonly BudgetCharge[] {
  if (operation.kind === 'reserve') return operation.reservation.charges;
  return operation.kind === 'settle' ? operation.settlement.charges : [];
}

function requireSame(what: string, actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found !== wanted) throw new InvariantBroken(what, `${found}, not ${wanted}`);
}
