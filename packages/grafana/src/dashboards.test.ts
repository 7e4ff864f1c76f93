import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LRParser } from '@lezer/lr';
import { BOARDS } from './boards';
import { buildBoard } from './build-board';
import { dashboardFile } from './dashboard-files';

// Its types say that it is an ES module, which a CommonJS file may not import; it comes as both.
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly noValue?: string } };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly instant?: boolean }[];
}

interface Board {
  readonly uid: string;
  readonly editable: boolean;
  readonly schemaVersion: number;
  readonly tags: readonly string[];
  readonly panels: readonly Panel[];
  readonly links: readonly { readonly keepTime: boolean; readonly includeVars: boolean }[];
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly refresh?: number;
      readonly multi: boolean;
      readonly includeAll: boolean;
      readonly query: string | { readonly query: string };
    }[];
  };
}

const committed = (uid: string): Board => JSON.parse(readFileSync(dashboardFile(uid), 'utf8')) as Board;
const boards = BOARDS.map(({ uid }) => committed(uid));
const panelsOf = ({ panels }: Board): readonly Panel[] => panels.filter(({ type }) => type !== 'row');
const targets = boards.flatMap((board) =>
  panelsOf(board).flatMap(({ title, targets: queries = [] }) =>
    queries.map(({ expr, instant = false }) => ({ where: `${board.uid}: ${title}`, expr, instant })),
  ),
);

/** Variables of Grafana's own that stand for durations, longest name first: one may begin another. */
const DURATIONS = /\$__(?:rate_interval|interval|range)/g;

function syntaxErrors(expression: string): number {
  let errors = 0;
  parser.parse(expression.replace(DURATIONS, '5m')).iterate({
    enter: ({ type }) => {
      if (type.isError) errors += 1;
    },
  });
  return errors;
}

it('has committed every board as the catalogue says it, and no other', () => {
  const files = readdirSync(dirname(dashboardFile('any')));
  expect(files.sort()).toEqual(BOARDS.map(({ uid }) => `${uid}.json`).sort());
  for (const board of BOARDS) {
    expect(committed(board.uid)).toEqual(JSON.parse(JSON.stringify(buildBoard(board))));
  }
});

it('finds syntax errors, which the next rules rely on', () => {
  expect(syntaxErrors('sum(rate(x[$__rate_interval])')).toBeGreaterThan(0);
  expect(syntaxErrors('sum(rate(x[$__rate_interval]))')).toBe(0);
});

describe.each(boards)('$uid', (board) => {
  it('is a classic board that Grafana takes from a file, read-only and found by its tag', () => {
    expect(board).toMatchObject({ editable: false, tags: ['kagura'] });
    expect(board.schemaVersion).toBeLessThanOrEqual(42);
  });

  it('has variables with All that follow the time shown, and one data source', () => {
    const { list } = board.templating;
    expect(list.filter(({ type }) => type === 'datasource').map(({ name }) => name)).toEqual(['datasource']);
    for (const { name, type, ...rest } of list.filter((variable) => variable.type === 'query')) {
      expect({ name, type, ...rest }).toMatchObject({ multi: true, includeAll: true, refresh: 2 });
    }
    expect(list.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['datasource', 'service', 'environment']),
    );
  });

  it('uses every variable it offers, and no other', () => {
    const offered = board.templating.list.map(({ name }) => name);
    const text = JSON.stringify(panelsOf(board).map((panel) => panel.targets));
    const used = [...text.matchAll(/\$(?!__)\{?(\w+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(offered.sort());
  });

  it('links to the other boards with the same time and choices', () => {
    expect(board.links).toEqual([expect.objectContaining({ keepTime: true, includeVars: true })]);
  });

  it('numbers its panels once each', () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(panelsOf(board))('$title: says what it shows, in which unit, and what none looks like', (panel) => {
    expect(panel.datasource?.uid).toBe('$' + '{datasource}');
    expect(panel.description).toMatch(/`(kagura|gen_ai|otelcol|up)\w*`/);
    expect(panel.fieldConfig?.defaults.unit).toMatch(/\w/);
    expect(panel.fieldConfig?.defaults.noValue).toBe('No traffic');
    expect(panel.targets?.length).toBeGreaterThan(0);
  });
});

describe.each(targets)('$where', ({ expr, instant }) => {
  it('is PromQL', () => {
    expect(syntaxErrors(expr)).toBe(0);
  });

  it('reads counters only through rate and increase, and those over windows that follow the board', () => {
    const counters = [...expr.matchAll(/(\w+\()?\b(\w+_(?:total|count|sum|bucket))\{[^}]*\}(\[[^\]]+\])?/g)];
    for (const [, call, , window] of counters) {
      expect(['rate(', 'increase(']).toContain(call);
      expect(window).toMatch(instant ? /^\[(\$__range|1d)\]$/ : /^\[\$__rate_interval\]$/);
    }
  });

  it('obeys the choice of service and environment, where the metric is one of ours', () => {
    for (const [selector] of expr.matchAll(/\b(?:kagura|gen_ai_client)_\w+\{[^}]*\}/g)) {
      expect(selector).toContain('service_name=~"$service", deployment_environment_name=~"$environment"');
    }
  });
});

it('reads variables and annotations with PromQL too', () => {
  for (const { annotations, templating } of boards) {
    const selectors = templating.list.flatMap(({ query }) =>
      typeof query === 'string' ? [] : [/^label_values\((.+), \w+\)$/.exec(query.query)?.[1] ?? '!'],
    );
    for (const expression of [...selectors, ...annotations.list.map(({ expr }) => expr)]) {
      expect(`${expression}: ${syntaxErrors(expression)}`).toBe(`${expression}: 0`);
    }
  }
});
