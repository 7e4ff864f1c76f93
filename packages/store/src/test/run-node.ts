import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The compiled package, as another program would load it. */
const DIST = join(__dirname, '..', '..', 'dist');

export interface RunNodeOptions {
  /** The largest file that the process may write, in blocks of 512 bytes; it stands for a full disk. */
  readonly fileBlocks?: number;
  /** Flags of Node.js. */
  readonly flags?: readonly string[];
}

/**
 * Runs a script in a process of its own, with `store` (the compiled package), `internals(fields)` (what its `openWith`
 * takes), `openWith`, `records` (the builders of tests) and `args` at hand. Resolves with what it printed; rejects when
 * it fails.
 */
export async function runNode(
  script: string,
  args: readonly unknown[],
  { fileBlocks, flags = [] }: RunNodeOptions = {},
): Promise<string> {
  const code = `
    const load = (name) => require(${JSON.stringify(DIST)} + '/' + name);
    const store = load('index');
    const { openWith } = load('open-with');
    const internals = (fields) => ({ ...load('open-internals').INTERNALS, ...fields });
    const records = load('test/span-records');
    const args = JSON.parse(process.argv[1]);
    ${script}`;
  const command = [process.execPath, ...flags, '-e', code, JSON.stringify(args)];
  const limited = ['/bin/sh', '-c', `ulimit -S -f ${fileBlocks}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = fileBlocks === undefined ? command : limited;
  const { stdout } = await promisify(execFile)(program, rest);
  return stdout;
}
