import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instruments } from './instruments';

const root = join(__dirname, '..', '..', '..', '..');
const { histograms, counters, gauges } = new Instruments({ constants: {}, extraLabels: [], maxSeries: 10 });

/** Names of an instrument's series in Prometheus. */
const printed = (name: string, ...suffixes: readonly string[]): string[] =>
  suffixes.map((suffix) => `${name.replaceAll('.', '_')}${suffix}`);

const emitted = {
  histograms: histograms.map(({ definition: { name, prometheusName = name } }) =>
    printed(prometheusName, '_bucket', '_sum', '_count'),
  ),
  counters: counters.map(({ definition }) => printed(definition.name, '_total')),
  gauges: gauges.map(({ definition }) => printed(definition.name, '')),
};

function namesIn(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((file) => {
    const text = readFileSync(join(root, folder, file), 'utf8');
    // Words of a selector or a function's argument; what stands in a text about it has backticks around it.
    return [...text.matchAll(/(?<![\w`])((?:kagura|gen_ai_client)_\w+)(?=[{[\s)])/g)].map(
      ([, name]) => name ?? '',
    );
  });
}

const boards = new Set(namesIn('grafana/dashboards'));
const rules = new Set(namesIn('prometheus/rules'));

it('finds metrics in boards and rules', () => {
  expect(boards.size).toBeGreaterThan(20);
  expect(rules.size).toBeGreaterThan(10);
});

it('emits every metric that a board or a rule asks for', () => {
  const known = new Set(Object.values(emitted).flat(2));
  expect([...boards, ...rules].filter((name) => !known.has(name))).toEqual([]);
});

it('has every metric it emits on a board', () => {
  const unseen = Object.values(emitted)
    .flat()
    .filter((names) => !names.some((name) => boards.has(name)));
  expect(unseen).toEqual([]);
});
