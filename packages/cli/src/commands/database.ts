import { type Command, InvalidArgumentError } from 'commander';
import type { CommandDefinition, CommandGroup } from '../command-definition';

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 7 * 24 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

const infoCommand: CommandDefinition = {
  name: 'info',
  summary: 'what the database holds and the room it takes',
  accepts: [],
  examples: ['kagura db info', 'kagura db info --json', 'kagura db info --db other.db'],
  jsonFields: [
    ['data.path', 'text', ''],
    ['data.bytes', 'number', 'size of the file'],
    ['data.wal_bytes', 'number', 'size of the log beside it'],
    ['data.free_bytes', 'number', 'room in the file for new rows'],
    ['data.content_bytes', 'number', 'inputs and outputs'],
    ['data.spans', 'number', ''],
    ['data.traces', 'number', ''],
    ['data.first_at', 'time, null', 'start of the first span'],
    ['data.last_at', 'time, null', 'start of the last span'],
    ['data.schema_version', 'number', ''],
    ['data.sqlite_version', 'text', ''],
  ],
  configure: () => undefined,
  load: () => (require('../database/show-info') as typeof import('../database/show-info')).showInfo,
};

const pruneCommand: CommandDefinition = {
  name: 'prune',
  summary: 'delete the oldest spans; costs and statistics by the hour stay',
  accepts: [],
  examples: [
    'kagura db prune --older-than 90d --dry-run',
    'kagura db prune --older-than 90d',
    'kagura db prune --max-size 500MB --yes',
  ],
  jsonFields: [
    ['data.dry_run', 'boolean', 'true when nothing was deleted'],
    ['data.spans', 'number', 'spans that went, or would go'],
    ['data.freed_bytes', 'number', 'room for new rows; the file shrinks with kagura db vacuum'],
  ],
  writes: true,
  configure: (command) => {
    command
      .option('--older-than <age>', 'spans that started longer ago: 90d, 12w, 36h', parseAge)
      .option('--max-size <size>', 'the oldest until the rest takes no more: 500MB, 2GB', parseSize);
    addSafeguards(command);
  },
  load: () => (require('../database/prune') as typeof import('../database/prune')).prune,
};

const vacuumCommand: CommandDefinition = {
  name: 'vacuum',
  summary: 'give the room of deleted spans back to the disk',
  accepts: [],
  examples: ['kagura db vacuum', 'kagura db vacuum --json', 'kagura db vacuum --db other.db'],
  jsonFields: [
    ['data.bytes_before', 'number', 'size of the file'],
    ['data.bytes_after', 'number', ''],
  ],
  writes: true,
  configure: () => undefined,
  load: () => (require('../database/vacuum') as typeof import('../database/vacuum')).vacuum,
};

const deleteCommand: CommandDefinition = {
  name: 'delete',
  summary: 'delete all spans of a session, a user or a trace, out of every sum',
  accepts: ['session', 'user'],
  examples: [
    'kagura db delete --user user-17 --dry-run',
    'kagura db delete --session session-4',
    'kagura db delete --trace 4bf92f35 --yes',
  ],
  jsonFields: [
    ['data.dry_run', 'boolean', 'true when nothing was deleted'],
    ['data.spans', 'number', 'spans that went, or would go'],
    ['data.traces', 'number', 'traces that they belong to'],
  ],
  writes: true,
  configure: (command) => {
    command.option('--trace <id>', 'only this trace: its id or the beginning of it');
    addSafeguards(command);
  },
  load: () => (require('../database/delete') as typeof import('../database/delete')).deleteSpans,
};

export const databaseCommands: CommandGroup = {
  name: 'db',
  summary: 'the database: its size, and deleting from it',
  commands: [infoCommand, pruneCommand, vacuumCommand, deleteCommand],
};

function addSafeguards(command: Command): void {
  command
    .option('--dry-run', 'only say what would be deleted')
    .option('-y, --yes', 'do not ask; needed where nobody can be asked');
}

/** In days. */
function parseAge(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([hdw])$/i.exec(text) ?? [];
  const hours = HOURS[unit.toLowerCase()];
  if (amount === undefined || hours === undefined) {
    throw new InvalidArgumentError('It must be an age like 90d, 12w or 36h.');
  }
  return (Number(amount) * hours) / 24;
}

/** In bytes. */
function parseSize(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6}(?:\.\d+)?)([KMGT]?B)$/i.exec(text) ?? [];
  const bytes = BYTES[unit.toUpperCase()];
  if (amount === undefined || bytes === undefined) {
    throw new InvalidArgumentError('It must be a size like 500MB or 2GB.');
  }
  return Math.round(Number(amount) * bytes);
}
