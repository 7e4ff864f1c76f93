import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface DemoOptions {
  /** Print the reports and end, whatever else the demo could go on to do. */
  readonly once: boolean;
  /** Call the real providers. */
  readonly live: boolean;
  readonly help: boolean;
}

export const USAGE = `Runs three example agents on a stand-in model server and prints what was recorded.

Usage: npm start -- [options]

  --once  print the reports and end
  --live  call the real providers (not available yet)
  --help  print this text`;

/** @throws TypeError for an argument that is not known */
export function readDemoOptions(argv: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values;
}
