import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Alert {
  readonly alert?: string;
  readonly labels?: { readonly severity: string; readonly area: string };
  readonly annotations?: Readonly<Record<'summary' | 'description' | 'runbook' | 'dashboard', string>>;
}

const alerts = readdirSync(join(root, 'prometheus', 'rules'))
  .flatMap((file) => (parse(read(`prometheus/rules/${file}`)) as { groups: { rules: Alert[] }[] }).groups)
  .flatMap(({ rules }) => rules)
  .filter(({ alert }) => alert !== undefined);
const boards = readdirSync(join(root, 'grafana', 'dashboards')).map((file) => file.replace('.json', ''));
const tests = readdirSync(join(root, 'prometheus', 'tests'))
  .map((file) => read(`prometheus/tests/${file}`))
  .join('\n');
const headings = [...read('docs/alerts.md').matchAll(/^### (\w+)$/gm)].map(([, name]) => name);

it.each(alerts)(
  '$alert says how bad it is, what to do, and where to look',
  ({ alert, labels, annotations }) => {
    expect(labels?.severity).toMatch(/^(critical|warning|info)$/);
    expect(labels?.area).toMatch(/^(cost|reliability|telemetry)$/);
    expect(annotations?.summary).toMatch(/\w/);
    expect(annotations?.description).toMatch(/\.$/);
    expect(annotations?.runbook).toBe(`docs/alerts.md#${alert?.toLowerCase()}`);
    expect(boards).toContain(annotations?.dashboard.replace('/d/', ''));
  },
);

it('has a page that tells of each alert, and of no other', () => {
  expect(headings.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

it('tests each of them', () => {
  expect(alerts.filter(({ alert = '' }) => !tests.includes(alert))).toEqual([]);
});
