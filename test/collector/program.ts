import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process with Kagura whose spans and metrics go to a Collector. */
export class Program {
  /** Ids of all spans that have ended in it. */
  readonly spans: string[] = [];
  readonly #child: ReturnType<typeof start>;
  readonly #answers: AsyncIterator<string>;

  constructor(url: string) {
    this.#child = start(url);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Makes that many runs, of two spans each. */
  async emit(runs: number): Promise<void> {
    const { spans } = await this.#ask<{ spans: string[] }>(`emit ${runs}`);
    this.spans.push(...spans);
  }

  /** Sends what waits. @returns how many spans were given up so far */
  async flush(): Promise<number> {
    return (await this.#ask<{ lost: number }>('flush')).lost;
  }

  /** Ends the process in peace. @returns how many spans were given up in all */
  async end(): Promise<number> {
    const gone = once(this.#child, 'exit');
    const { lost } = await this.#ask<{ lost: number }>('end');
    await gone;
    return lost;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #ask<Answer>(command: string): Promise<Answer> {
    this.#child.stdin.write(`${command}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the program ended instead of answering "${command}"`);
    return JSON.parse(value) as Answer;
  }
}

function start(url: string) {
  return spawn(process.execPath, [join(__dirname, 'sending-program.mjs'), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
