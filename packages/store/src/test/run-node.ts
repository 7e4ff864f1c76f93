import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The compiled package, as another program would load it. */
const DIST = join(__dirname, '..', '..', 'dist');

/**
 * Runs a script in a process of its own, with `store` (the compiled package), `records` (the builders of tests) and
 * `args` at hand. Resolves with what it printed; rejects when it fails.
 */
export async function runNode(
  script: string,
  args: readonly unknown[],
  options: NodeOptions = {},
): Promise<string> {
  const code = `
    const store = require(${JSON.stringify(DIST)});
    const records = require(${JSON.stringify(join(DIST, 'test', 'span-records'))});
    const args = JSON.parse(process.argv[1]);
    ${script}`;
  const child = spawn(process.execPath, ['-e', code, JSON.stringify(args)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.error += String(chunk);
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${output.error}`);
  return output.out;
}
