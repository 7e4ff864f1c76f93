import type { CommandDefinition, JsonField } from './command-definition';
import { budgetCommands } from './commands/budget';
import { costCommand } from './commands/cost';
import { databaseCommands } from './commands/database';
import { pricingCommands } from './commands/pricing';
import { statsCommand } from './commands/stats';
import { traceCommand } from './commands/trace';
import { COMMON_FIELDS } from './help';
import { runCli } from './test/run-cli';
import { type SeededDatabase, seedDatabase } from './test/seeded-database';
import { seedBudget } from './test/seeded-ledger';
import { modelCall, spanRecord, unpricedCost } from './test/span-records';

/** `a.b` for members, `a[]` for what is in a list; the path of everything in a value. */
function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => [`${path}[]`, ...pathsIn(entry, `${path}[]`)]);
  }
  return typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, member]) => {
        const own = path === '' ? key : `${path}.${key}`;
        return [own, ...pathsIn(member, own)];
      });
}

/** The spans of a trace are described once. */
function documented(fields: readonly JsonField[]): string[] {
  return fields.flatMap(([path]) =>
    path.startsWith('<span>')
      ? ['data.root', 'data.spans[]'].map((span) => path.replace('<span>', span))
      : path,
  );
}

const SPANS = ['data.root', 'data.spans[]'];

function isDescribed(path: string, fields: readonly string[]): boolean {
  return (
    fields.some((field) => path === field || field.startsWith(`${path}.`) || field.startsWith(`${path}[]`)) ||
    fields.some(
      (field) => !SPANS.includes(field) && (path.startsWith(`${field}.`) || path.startsWith(`${field}[]`)),
    )
  );
}

describe('the JSON fields in the help', () => {
  let seeded: SeededDatabase;

  beforeAll(() => {
    const invocation = spanRecord({ content: { input: '["Hi"]', output: '"Hello"' } });
    seeded = seedDatabase([
      invocation,
      modelCall(invocation, 0),
      modelCall(invocation, 1, { model: 'glm-5.2', cost: unpricedCost() }),
    ]);
    seedBudget(seeded.path, { period: 'daily', limitUsd: 1, held: 1, isLost: true });
  });

  afterAll(() => {
    seeded.remove();
  });

  const [info, prune, vacuum, remove] = databaseCommands.commands as [
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
  ];

  const [list, show, set, removePrice, missing, recalculate] = pricingCommands.commands as [
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
    CommandDefinition,
  ];

  const [listBudgets, setBudget, removeBudget, checkBudgets, uncertain, forgive] =
    budgetCommands.commands as [
      CommandDefinition,
      CommandDefinition,
      CommandDefinition,
      CommandDefinition,
      CommandDefinition,
      CommandDefinition,
    ];

  it.each<[string, CommandDefinition]>([
    ['budget set 5', setBudget],
    ['budget list', listBudgets],
    ['budget check', checkBudgets],
    ['budget uncertain', uncertain],
    ['budget forgive held-daily', forgive],
    ['budget rm monthly', removeBudget],
    ['pricing list gpt-4o', list],
    ['pricing show gpt-4o', show],
    ['pricing set in-house-llm --input 1 --output 2', set],
    ['pricing rm in-house-llm', removePrice],
    ['pricing missing', missing],
    ['pricing recalc --dry-run', recalculate],
    ['stats', statsCommand],
    ['cost', costCommand],
    ['trace --last', traceCommand],
    ['db info', info],
    ['db prune --older-than 1d --dry-run', prune],
    ['db delete --trace', remove],
    ['db vacuum', vacuum],
  ])('of %s are those that it prints', async (line, { jsonFields }) => {
    const traceId = JSON.parse((await runCli(['trace', '--last', '--json'], { cwd: seeded.folder })).stdout)
      .data.trace_id;
    const argv = line === 'db delete --trace' ? [...line.split(' '), traceId, '--dry-run'] : line.split(' ');
    const { stdout } = await runCli([...argv, '--json'], { cwd: seeded.folder });
    const output = JSON.parse(stdout);
    const printed = pathsIn(output);
    const fields = documented([...COMMON_FIELDS, ...jsonFields]);

    expect(printed.filter((path) => !isDescribed(path, fields))).toEqual([]);
    const optional = (path: string) =>
      path === 'warnings[]' || (output.range === null && path.startsWith('range.'));
    expect(fields.filter((path) => !optional(path) && !printed.includes(path))).toEqual([]);
  });

  it('stand in the help of each command after its examples', async () => {
    const { stdout } = await runCli(['db', 'prune', '--help']);

    expect(stdout).toMatch(
      /Examples:\n {2}kagura db prune.*\n\nJSON fields:\n {2}command +text +the command\n/s,
    );
    expect(stdout).toMatch(/data\.freed_bytes +number +room for new rows/);
    expect(stdout).not.toContain('--period');
  });
});
