import { parseArgs } from 'node:util';
import { SEED_AGENTS } from './seed-agents';
import { SEED_MODELS } from './seed-models';

/** What is to be made up. The same options make the same spans. */
export interface SeedOptions {
  /** Exactly so many are written. */
  readonly spans: number;
  /** How far back they reach from `end`. */
  readonly days: number;
  readonly agents: number;
  readonly models: number;
  readonly seed: number;
  readonly end: Date;
  /** Gives model calls and invocations an input and an output, about 1 KB together. */
  readonly content: boolean;
}

export interface SeedCommand extends SeedOptions {
  /** Path of the file to make. */
  readonly database: string;
}

const USAGE = `Usage: node dist/seed-store/main.js --db <path> [options]

  --spans <n>   spans to write (default: 100000)
  --days <n>    days they are spread over (default: 30)
  --agents <n>  1 to ${SEED_AGENTS.length} (default: 5)
  --models <n>  1 to ${SEED_MODELS.length} (default: 3)
  --seed <n>    the same seed makes the same spans (default: 42)
  --end <time>  when the days end (default: now)
  --content     with inputs and outputs`;

/** @throws TypeError for an argument that is missing or not understood */
export function readSeedCommand(argv: readonly string[]): SeedCommand {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      db: { type: 'string' },
      spans: text('100000'),
      days: text('30'),
      agents: text('5'),
      models: text('3'),
      seed: text('42'),
      end: { type: 'string' },
      content: { type: 'boolean', default: false },
    },
  });
  const end = values.end === undefined ? new Date() : new Date(values.end);
  if (values.db === undefined || Number.isNaN(end.getTime())) throw new TypeError(USAGE);
  return {
    database: values.db,
    spans: whole(values.spans, 1),
    days: whole(values.days, 1),
    agents: whole(values.agents, 1, SEED_AGENTS.length),
    models: whole(values.models, 1, SEED_MODELS.length),
    seed: whole(values.seed, 0),
    end,
    content: values.content,
  };
}

function whole(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least || number > most) throw new TypeError(USAGE);
  return number;
}
