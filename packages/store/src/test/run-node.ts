import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The compiled package, as another program would load it. */
const DIST = join(__dirname, '..', '..', 'dist');

/**
 * Runs a script in a process of its own, with `store` (the compiled package), `records` (the builders of tests) and
 * `args` at hand. Resolves with what it printed; rejects when it fails.
 */
export async function runNode(script: string, args: readonly unknown[]): Promise<string> {
  const code = `
    const store = require(${JSON.stringify(DIST)});
    const records = require(${JSON.stringify(join(DIST, 'test', 'span-records'))});
    const args = JSON.parse(process.argv[1]);
    ${script}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code, JSON.stringify(args)]);
  return stdout;
}
