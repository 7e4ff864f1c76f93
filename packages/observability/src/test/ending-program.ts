import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunOptions, runProgram } from './run-program';

const PACKAGE = join(__dirname, '..', '..', 'dist', 'index.js');

/** Calls that every program below makes before it ends. */
export const CALLS = 1_000;

/** Ends programs with and without observability, in a folder of its own. */
export class EndingPrograms {
  #folder = '';

  get database(): string {
    return join(this.#folder, 'kagura.db');
  }

  /** For `beforeEach`. */
  open(): void {
    this.#folder = mkdtempSync(join(tmpdir(), 'kagura-ending-'));
  }

  /** For `afterEach`. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Runs a program that makes calls and then ends in some way. `observe` is the identity and `kagura` undefined where
   * observability is left out: then nothing of ours is loaded.
   */
  run(program: { readonly ending: string; readonly setUp?: string }, options: RunEndingOptions) {
    const { observed, ...rest } = options;
    const load = observed ? `require(${JSON.stringify(PACKAGE)})` : '{ observe: (fn) => fn }';
    const text = `
      const { observe, startObservability } = ${load};
      ${program.setUp ?? ''}
      const call = observe((n) => n * 2, 'agent');
      let sum = 0;
      for (let n = 0; n < ${CALLS}; n += 1) sum += call(n);
      console.log(sum);
      ${program.ending}
    `;
    return runProgram({ ...rest, args: ['-e', text], env: { ...rest.env, KAGURA_DB: this.database } });
  }

  /** What can be seen of the end from outside, stack traces left out. */
  async outcome(program: { readonly ending: string; readonly setUp?: string }, options: RunEndingOptions) {
    const { status, signal, stdout, stderr } = await this.run(program, options);
    return { status, signal, stdout, error: /^\w*Error: .*$/m.exec(stderr)?.[0] };
  }
}

export interface RunEndingOptions extends Omit<RunOptions, 'args'> {
  readonly observed: boolean;
}
