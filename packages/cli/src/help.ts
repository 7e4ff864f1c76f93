import type { CommandDefinition, JsonField } from './command-definition';

/** What the JSON of every command holds. */
export const COMMON_FIELDS: readonly JsonField[] = [
  ['command', 'text', 'the command'],
  ['generated_at', 'time', 'when it ran'],
  ['time_zone', 'text', 'IANA name of the zone of all times and days'],
  ['range.start', 'time, null', 'first instant of the range; range is null for a command without one'],
  ['range.end', 'time, null', 'first instant after the range'],
  ['range.label', 'text', 'what the range is called'],
  ['warnings[]', 'text', 'what is also said on stderr'],
];

/** What the help of a command says after its flags. */
export function commandHelp({ examples, jsonFields }: CommandDefinition): string {
  return [
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    'JSON fields:',
    ...fieldLines([...COMMON_FIELDS, ...jsonFields]),
  ].join('\n');
}

function fieldLines(fields: readonly JsonField[]): string[] {
  const width = (column: 0 | 1): number => Math.max(...fields.map((field) => field[column].length)) + 2;
  const [pathWidth, typeWidth] = [width(0), width(1)];
  return fields.map(
    ([path, type, meaning]) => `  ${path.padEnd(pathWidth)}${type.padEnd(typeWidth)}${meaning}`,
  );
}
