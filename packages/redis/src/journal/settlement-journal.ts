import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Settlement } from '@kagura/core';
import { errorCode } from '../error-code';
import { abandonedFiles, journalFile } from './journal-files';
import { journalLine, readJournal } from './journal-line';

/** A file so long is followed by the next one, and is removed when all of it was delivered. */
const FILE_BYTES = 256 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

interface JournalFile {
  readonly path: string;
  bytes: number;
  /** Lines that were not delivered yet. */
  open: number;
}

/** A settlement's line in the journal. */
export interface JournalReceipt {
  /** The file that it is in; `undefined` where it could not be written. */
  readonly file: string | undefined;
  delivered(): void;
}

const NO_RECEIPT: JournalReceipt = { file: undefined, delivered: () => undefined };

/**
 * Settlements on disk, written before they are sent, so that the next process can deliver what this one could not. A
 * line may be of a settlement that was delivered; to deliver it again has no effect.
 */
export class SettlementJournal {
  readonly #path: string;
  readonly #onWarning: (message: string) => void;
  readonly #owner = randomBytes(6).toString('hex');
  readonly #files = new Map<string, JournalFile>();
  #current: JournalFile | undefined;
  #count = 0;
  #isFailing = false;

  constructor(path: string, onWarning: (message: string) => void) {
    this.#path = path;
    this.#onWarning = onWarning;
  }

  record(settlement: Settlement): JournalReceipt {
    const line = journalLine(settlement);
    const file = this.#fileWithRoom();
    try {
      if (file === undefined) throw new Error(`it is longer than ${MOST_BYTES} bytes`);
      appendFileSync(file.path, line, { mode: 0o600 });
    } catch (error) {
      this.#warn(error);
      return NO_RECEIPT;
    }
    this.#isFailing = false;
    file.bytes += Buffer.byteLength(line);
    file.open += 1;
    return { file: file.path, delivered: once(() => this.#close(file)) };
  }

  /** No more is written to this file, so that it can be read whole. */
  finish(path: string): void {
    if (this.#current?.path === path) this.#current = undefined;
  }

  /** Files of processes that have ended without having delivered all. */
  abandoned(): readonly string[] {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      return abandonedFiles(this.#path, this.#owner);
    } catch (error) {
      this.#warn(error);
      return [];
    }
  }

  /** `undefined` where it cannot be read, or another process has delivered all of it meanwhile. */
  read(path: string): readonly Settlement[] | undefined {
    try {
      return readJournal(readFileSync(path, 'utf8'));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.#warn(error);
      return undefined;
    }
  }

  remove(path: string): void {
    this.#files.delete(path);
    try {
      rmSync(path, { force: true });
    } catch (error) {
      this.#warn(error);
    }
  }

  /** What was not delivered stays for the next process. */
  close(): void {
    this.#current = undefined;
    for (const file of this.#files.values()) if (file.open === 0) this.remove(file.path);
  }

  #fileWithRoom(): JournalFile | undefined {
    if (this.#current !== undefined && this.#current.bytes < FILE_BYTES) return this.#current;
    let bytes = 0;
    for (const file of this.#files.values()) bytes += file.bytes;
    if (bytes >= MOST_BYTES) return undefined;
    this.#count += 1;
    this.#current = { path: journalFile(this.#path, this.#owner, this.#count), bytes: 0, open: 0 };
    this.#files.set(this.#current.path, this.#current);
    return this.#current;
  }

  #close(file: JournalFile): void {
    file.open -= 1;
    if (file.open === 0 && (file !== this.#current || file.bytes >= FILE_BYTES)) {
      this.finish(file.path);
      this.remove(file.path);
    }
  }

  /** Once for each time that it begins to fail: a full disk stays full for many calls. */
  #warn(error: unknown): void {
    if (!this.#isFailing) {
      this.#onWarning(
        `The journal of settlements cannot be used: ${error instanceof Error ? error.message : error}`,
      );
    }
    this.#isFailing = true;
  }
}

function once(run: () => void): () => void {
  let hasRun = false;
  return () => {
    if (!hasRun) run();
    hasRun = true;
  };
}
