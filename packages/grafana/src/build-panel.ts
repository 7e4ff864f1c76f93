import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type DashboardLink,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as HeatmapBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelDefinition, PanelKind, Query, Thresholds } from './panel-definition';
import { metricsIn } from './promql';
import { DATASOURCE } from './variables';

/** Links from what a panel shows to what stands behind it. */
export interface PanelLinks {
  /** From a point of a curve. */
  readonly curve: readonly Builder<DashboardLink>[];
  /** From the row of an agent in a table. */
  readonly agentRow: readonly Builder<DashboardLink>[];
}

type AnyPanelBuilder = StatBuilder | TimeseriesBuilder | TableBuilder | BarsBuilder | HeatmapBuilder;

const BUILDERS: Readonly<Record<PanelKind, (panel: PanelDefinition, links: PanelLinks) => AnyPanelBuilder>> =
  {
    stat: () => new StatBuilder().reduceOptions(lastValue()),
    timeseries,
    table,
    bars: () =>
      new BarsBuilder()
        .reduceOptions(lastValue())
        .displayMode(BarGaugeDisplayMode.Gradient)
        .orientation(VizOrientation.Horizontal)
        .min(0),
    heatmap: () => new HeatmapBuilder(),
  };

function lastValue(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']);
}

const NUMBER_SIZE = { width: 3, height: 4 };
const CURVE_SIZE = { width: 12, height: 8 };

export function buildPanel(panel: PanelDefinition, links: PanelLinks): AnyPanelBuilder {
  const size = panel.kind === 'stat' ? NUMBER_SIZE : CURVE_SIZE;
  const builder = BUILDERS[panel.kind](panel, links)
    .title(panel.title)
    .description(describe(panel))
    .datasource(DATASOURCE)
    .unit(panel.unit)
    .noValue('No traffic')
    .span(panel.width ?? size.width)
    .height(size.height)
    .targets(panel.queries.map((query, index) => target(panel.kind, query, index)));
  if (panel.thresholds) builder.thresholds(thresholds(panel.thresholds));
  return builder;
}

/** Who doubts a number looks for its metric: its name stands beside it. */
function describe({ description, queries }: PanelDefinition): string {
  const metrics = [...new Set(queries.flatMap(({ expression }) => metricsIn(expression)))];
  if (metrics.length === 0) return description;
  return `${description} Metrics: ${metrics.map((name) => `\`${name}\``).join(', ')}.`;
}

const FORMATS: Readonly<Record<PanelKind, PromQueryFormat>> = {
  stat: PromQueryFormat.TimeSeries,
  timeseries: PromQueryFormat.TimeSeries,
  table: PromQueryFormat.Table,
  bars: PromQueryFormat.TimeSeries,
  heatmap: PromQueryFormat.Heatmap,
};

function target(kind: PanelKind, { expression, legend }: Query, index: number): DataqueryBuilder {
  const builder = new DataqueryBuilder()
    .datasource(DATASOURCE)
    .refId(refId(index))
    .expr(expression)
    .format(FORMATS[kind])
    .legendFormat(legend ?? '__auto');
  if (kind !== 'timeseries' && kind !== 'heatmap') return builder.instant();
  return builder.range().exemplar(expression.includes('_bucket{'));
}

function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

function thresholds({ warning, critical }: Thresholds): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value: warning, color: 'orange' },
    { value: critical, color: 'red' },
  ]);
}

function timeseries(
  { stacked, thresholds: limits }: PanelDefinition,
  { curve }: PanelLinks,
): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .dataLinks([...curve])
    .fillOpacity(stacked ? 30 : 0)
    .showPoints(VisibilityMode.Never)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None));
  if (limits) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return builder;
}

/** One row for each value of the label that the queries share, one column for each query. */
function table(
  { queries, joinBy = '', units = {} }: PanelDefinition,
  { agentRow }: PanelLinks,
): TableBuilder {
  const columns = queries.map(({ legend = '' }, index) => [`Value #${refId(index)}`, legend]);
  const times = queries.map((_, index) => [`Time ${index + 1}`, true]);
  const builder = new TableBuilder()
    .filterable(true)
    .withTransformation({ id: 'joinByField', options: { byField: joinBy, mode: 'outer' } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, ...Object.fromEntries(times) },
        renameByName: Object.fromEntries(columns),
      },
    });
  for (const [column, unit] of Object.entries(units)) {
    builder.overrideByName(column, [{ id: 'unit', value: unit }]);
  }
  if (joinBy === 'gen_ai_agent_name') {
    builder.overrideByName(joinBy, [{ id: 'links', value: agentRow.map((link) => link.build()) }]);
  }
  return builder;
}
