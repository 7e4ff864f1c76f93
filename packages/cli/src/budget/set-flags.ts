import { type Command, InvalidArgumentError, Option } from 'commander';

/** Flags of `budget set` besides those that choose the calls. */
export interface SetFlags {
  readonly id?: string;
  readonly mode?: 'block' | 'warn';
  readonly estimate?: string;
  readonly tenant?: string;
  /** Percentages. */
  readonly warn?: readonly number[];
}

export function addSetFlags(command: Command): void {
  command
    .option('--id <id>', 'what to call it (default: period and what it counts, such as daily:agent=research)')
    .addOption(
      new Option('--mode <mode>', 'stop a call that does not fit, or only count it (default: block)').choices(
        ['block', 'warn'],
      ),
    )
    .option('--estimate <estimate>', 'held for a call: max, p99 or US dollars (default: max)')
    .option('--warn <percentages>', 'percent of the limit to tell of (default: 50,80,100)', parsePercentages)
    .option('--tenant <id>', 'only this tenant');
}

function parsePercentages(text: string): number[] {
  return text.split(',').map((part) => {
    if (!/^\d+$/.test(part.trim())) throw new InvalidArgumentError('It must be percentages like 50,80.');
    return Number(part);
  });
}
