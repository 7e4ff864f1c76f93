import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { freePort } from './free-port';

/** The program of `concierge.mjs`, in a process of its own. */
export class DemoProgram {
  readonly port: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: Interface;

  private constructor(port: number, database: string, otlpUrl: string) {
    this.port = port;
    const options = JSON.stringify({ database, port, otlpUrl });
    this.#child = spawn(process.execPath, [join(__dirname, 'concierge.mjs'), options], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // The server of the test takes metrics only.
      env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
    });
    this.#answers = createInterface({ input: this.#child.stdout });
  }

  /** Resolves once it has made its first calls. */
  static async start({ database, otlpUrl }: { database: string; otlpUrl: string }): Promise<DemoProgram> {
    const program = new DemoProgram(await freePort(), database, otlpUrl);
    await program.#hear('running');
    return program;
  }

  /** Resolves once no call runs any more and everything is stored and pushed. It goes on serving its metrics. */
  async rest(): Promise<void> {
    const rested = this.#hear('rested');
    this.#child.stdin.write('rest\n');
    await rested;
  }

  async scrape(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }

  async #hear(expected: string): Promise<void> {
    const ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`The program ended with code ${code}.`);
    });
    const [line] = (await Promise.race([once(this.#answers, 'line'), ended])) as [string];
    ended.catch(() => undefined);
    if (line !== expected) throw new Error(`Expected "${expected}", heard "${line}".`);
  }
}
