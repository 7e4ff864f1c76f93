import { run } from '@kagura/cli';
import type { Stage } from '../stage';

/** What `kagura trace` prints of a trace; fails when the command does. */
export async function kaguraTrace(
  { kagura, database }: Stage,
  traceId: string,
  ...flags: string[]
): Promise<string> {
  await kagura.flush();
  const printed = { stdout: '', stderr: '' };
  const exitCode = await run(['trace', traceId, ...flags, '--db', database], {
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    env: {},
    cwd: process.cwd(),
    now: () => new Date(),
  });
  if (exitCode !== 0) throw new Error(`kagura trace ended with ${exitCode}: ${printed.stderr}`);
  return printed.stdout;
}
