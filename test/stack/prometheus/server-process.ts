import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually';
import { freePort } from './free-port';

export interface ServerDescription {
  /** What the program is called, by Debian and by its makers. */
  readonly names: readonly string[];
  readonly folder: string;
  readonly args: (port: number) => readonly string[];
  /** Path that answers 200 once the server is ready. */
  readonly readyPath: string;
}

/** A server of the test's own on 127.0.0.1. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-10_000);
      });
    }
  }

  static async start({ names, folder, args, readyPath }: ServerDescription): Promise<ServerProcess> {
    const port = await freePort();
    const name = names.find((candidate) => spawnSync(candidate, ['--version']).status === 0) ?? names[0]!;
    const child = spawn(name, [...args(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new ServerProcess(child, port);
    try {
      await eventually(`An answer of ${name}`, async () => {
        server.#mustRun();
        const { ok } = await fetch(`${server.url}${readyPath}`);
        return ok || undefined;
      });
    } catch (error) {
      await server.stop();
      throw new Error(`${name} did not start:\n${server.#output}`, { cause: error });
    }
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #mustRun(): void {
    if (this.#child.exitCode !== null) throw new Error(`It ended with code ${this.#child.exitCode}.`);
  }
}
