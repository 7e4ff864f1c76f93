import { statSync } from 'node:fs';
import { runAside } from './aside';
import type { Connection } from './connection';
import type { OpenInternals } from './open-internals';
import type { Warn } from './store-warning';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The claim of a check waits no longer for a lock than this; it is tried again. */
const CLAIM_RETRY_MS = 60_000;

/** Programs that start again and again share one check an hour. */
const START_CHECK_MS = HOUR_MS;
/** A little less than a day, as the clock of the timer is not exact. */
const DAILY_CHECK_MS = DAY_MS - HOUR_MS;

/** More than the log has while everyone leaves it a moment now and then. */
const LARGE_LOG_BYTES = 32 * 1024 * 1024;
const WARNING_LOG_BYTES = 64 * 1024 * 1024;
/** A reader that stays is asked for less and less often: every look is a process. */
const MAX_SKIPPED_LOOKS = 12;

const CLAIM = `
  INSERT INTO setting (key, value) VALUES ('checked_at', :now)
  ON CONFLICT DO UPDATE SET value = excluded.value WHERE abs(value - :now) >= :age`;

export interface UpkeepOptions {
  readonly path: string;
  readonly opened: Connection;
  readonly warn: Warn;
  readonly internals: OpenInternals;
}

/** What is done now and then while a database is open for writing. No timer keeps the process alive. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #timers: NodeJS.Timeout[];
  #isLogLarge = false;
  #skippedLooks = 0;
  #looksToSkip = 0;

  constructor(options: UpkeepOptions) {
    const { checkDelayMs, logWatchMs } = options.internals;
    this.#options = options;
    this.#timers = [
      setTimeout(() => this.#check(START_CHECK_MS), checkDelayMs).unref(),
      setInterval(() => this.#check(DAILY_CHECK_MS), DAY_MS).unref(),
      setInterval(() => this.#watchLog(), logWatchMs).unref(),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Looks for damage that does not show in reading and writing, unless that was done lately. */
  #check(age: number): void {
    const { path, warn, internals } = this.#options;
    const isClaimed = this.#claim(age);
    if (isClaimed === undefined) {
      this.#timers.push(setTimeout(() => this.#check(age), CLAIM_RETRY_MS).unref());
    }
    if (!isClaimed) return;
    runAside(path, 'PRAGMA quick_check(1)', (outcome) => {
      if (outcome !== 'damaged') return;
      warn({
        code: 'KAGURA_DB_DAMAGED',
        message:
          internals.damaged === 'replaced'
            ? `The database ${path} is damaged. It is put aside, and a new one started, when it is opened next.`
            : `The database ${path} is damaged, and is refused when it is opened next. Move it away to begin a new one.`,
      });
    });
  }

  /** True for the one of all processes that is to check; `undefined` where that cannot be told now. */
  #claim(age: number): boolean | undefined {
    const { opened } = this.#options;
    try {
      const values = { now: String(Date.now()), age };
      return opened.withBusyTimeout(0, () => Number(opened.statement(CLAIM).run(values).changes) > 0);
    } catch {
      // Locked, or not writable for now: recording calls meets the same, and tells of it.
      return undefined;
    }
  }

  /** Notices a log that is not copied back in time, because others read for long or never cease to write. */
  #watchLog(): void {
    const { path, warn } = this.#options;
    const size = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size > WARNING_LOG_BYTES && !this.#isLogLarge) {
      const megabytes = Math.round(size / 1024 / 1024);
      warn({
        code: 'KAGURA_DB_LOG_LARGE',
        message:
          `The log ${path}-wal has grown to ${megabytes} MB, because programs keep the database busy, ` +
          'most likely one that has been reading for long. It shrinks when they leave it for a moment.',
      });
    }
    this.#isLogLarge = size > WARNING_LOG_BYTES;
    if (size > LARGE_LOG_BYTES) this.#shorten();
    else this.#looksToSkip = 0;
  }

  #shorten(): void {
    this.#skippedLooks += 1;
    if (this.#skippedLooks <= this.#looksToSkip) return;
    this.#skippedLooks = 0;
    this.#looksToSkip = Math.min(MAX_SKIPPED_LOOKS, this.#looksToSkip * 2 + 1);
    runAside(this.#options.path, 'PRAGMA wal_checkpoint(TRUNCATE)', () => undefined);
  }
}
