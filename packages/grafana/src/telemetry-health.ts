import type { BoardDefinition, PanelDefinition, RowDefinition } from './panel-definition';
import { highest, inRange, perSecond, series, sum } from './promql';

const own = (metric: string): string => series('process', metric);
/** Collectors add `_total` to their own counters or not, depending on how they tell them. */
const collector = (metric: string): string => `{__name__=~"otelcol_${metric}(_total)?"}`;

const PER_PROCESS = 'service_name';

const NOW: RowDefinition = {
  title: 'In this time',
  panels: [
    {
      kind: 'stat',
      title: 'Scraped processes',
      description: 'Processes that Prometheus reached with its last scrape.',
      unit: 'short',
      width: 4,
      queries: [{ expression: 'sum(up{job="kagura"})' }],
    },
    {
      kind: 'stat',
      title: 'Lost rows',
      description: 'Spans that were given up instead of being kept or exported. Should be 0.',
      unit: 'short',
      width: 4,
      thresholds: { warning: 1, critical: 100 },
      queries: [{ expression: `${sum(inRange(own('kagura_dropped_total')))} or vector(0)` }],
    },
    {
      kind: 'stat',
      title: 'Failed exports',
      description: 'Exports to an OTLP endpoint that failed. Should be 0.',
      unit: 'short',
      width: 4,
      thresholds: { warning: 1, critical: 10 },
      queries: [{ expression: `${sum(inRange(own('kagura_export_errors_total')))} or vector(0)` }],
    },
    {
      kind: 'stat',
      title: 'Errors inside Kagura',
      description: 'Errors of our own that were kept away from the application. Please report them.',
      unit: 'short',
      width: 4,
      thresholds: { warning: 1, critical: 10 },
      queries: [{ expression: `${sum(inRange(own('kagura_internal_errors_total')))} or vector(0)` }],
    },
    {
      kind: 'stat',
      title: 'Runs without usage',
      description: 'Invocations of agents that ended without a model call: is a client not observed?',
      unit: 'short',
      width: 4,
      thresholds: { warning: 1, critical: 100 },
      queries: [{ expression: `${sum(inRange(own('kagura_usage_missing_total')))} or vector(0)` }],
    },
    {
      kind: 'stat',
      title: 'Age of prices',
      description: 'How long ago the prices that calls are counted with were gathered.',
      unit: 's',
      width: 4,
      thresholds: { warning: 7_776_000, critical: 15_552_000 },
      queries: [{ expression: highest(own('kagura_prices_age_seconds')) }],
    },
  ],
};

interface Course {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly expression: string;
  readonly legend: string;
}

const course = ({ expression, legend, ...rest }: Course): PanelDefinition => ({
  kind: 'timeseries',
  ...rest,
  queries: [{ expression, legend: `{{${legend}}}` }],
});

const PROCESSES: RowDefinition = {
  title: 'Processes',
  panels: [
    course({
      title: 'Waiting to be written',
      description: 'Rows that wait to be written to the store or exported.',
      unit: 'short',
      expression: sum(own('kagura_queue_size'), 'queue'),
      legend: 'queue',
    }),
    course({
      title: 'Lost rows by reason',
      description: 'Rows per second that were given up, and why.',
      unit: 'cps',
      expression: sum(perSecond(own('kagura_dropped_total')), 'reason'),
      legend: 'reason',
    }),
    course({
      title: 'Failed exports by signal',
      description: 'Times per second that spans or metrics could not be exported.',
      unit: 'cps',
      expression: sum(perSecond(own('kagura_export_errors_total')), 'signal'),
      legend: 'signal',
    }),
    course({
      title: 'Counted under "other"',
      description: 'Times per second that a label set was one too many, and was counted under `other`.',
      unit: 'cps',
      expression: sum(perSecond(own('kagura_labels_folded_total')), PER_PROCESS),
      legend: PER_PROCESS,
    }),
    course({
      title: 'Size of the store',
      description: 'Bytes of the database file. Of processes that share one, the largest answer.',
      unit: 'bytes',
      expression: highest(own('kagura_store_size_bytes'), PER_PROCESS),
      legend: PER_PROCESS,
    }),
    course({
      title: 'Delay of writing',
      description: 'How long the oldest row has waited to be written to the store.',
      unit: 's',
      expression: highest(own('kagura_store_write_lag_seconds'), PER_PROCESS),
      legend: PER_PROCESS,
    }),
    course({
      title: 'Ledger unreachable',
      description: 'Times per second that the ledger of the budgets could not be asked.',
      unit: 'cps',
      expression: sum(perSecond(own('kagura_ledger_failures_total')), PER_PROCESS),
      legend: PER_PROCESS,
    }),
    course({
      title: 'Decided without the ledger',
      description: 'Calls per second that were let through or stopped while the ledger could not be asked.',
      unit: 'cps',
      expression: sum(perSecond(own('kagura_ledger_degraded_total')), 'decision'),
      legend: 'decision',
    }),
  ],
};

const COLLECTOR: RowDefinition = {
  title: 'Collector',
  panels: [
    course({
      title: 'Spans accepted by the Collector',
      description:
        'Spans per second that the Collector took, by receiver. Metric: `otelcol_receiver_accepted_spans`.',
      unit: 'cps',
      expression: sum(perSecond(collector('receiver_accepted_spans')), 'receiver'),
      legend: 'receiver',
    }),
    course({
      title: 'Spans refused by the Collector',
      description:
        'Spans per second that it refused, for want of memory. Metric: `otelcol_receiver_refused_spans`.',
      unit: 'cps',
      expression: sum(perSecond(collector('receiver_refused_spans')), 'receiver'),
      legend: 'receiver',
    }),
    course({
      title: 'Spans the Collector could not send',
      description:
        'Spans per second that its exporters gave up. Metric: `otelcol_exporter_send_failed_spans`.',
      unit: 'cps',
      expression: sum(perSecond(collector('exporter_send_failed_spans')), 'exporter'),
      legend: 'exporter',
    }),
    course({
      title: 'Spans that found a queue full',
      description:
        'Spans per second that an exporter had no room for. Metric: `otelcol_exporter_enqueue_failed_spans`.',
      unit: 'cps',
      expression: sum(perSecond(collector('exporter_enqueue_failed_spans')), 'exporter'),
      legend: 'exporter',
    }),
    course({
      title: 'Queues of the Collector',
      description: 'Part of each sending queue that is in use.',
      unit: 'percentunit',
      expression: `${highest('otelcol_exporter_queue_size{}', 'exporter')} / (${highest(
        'otelcol_exporter_queue_capacity{}',
        'exporter',
      )} > 0)`,
      legend: 'exporter',
    }),
  ],
};

/** For whoever runs the telemetry itself: can the other boards be believed? */
export const TELEMETRY_HEALTH: BoardDefinition = {
  uid: 'kagura-telemetry',
  title: 'Kagura / Telemetry health',
  description: 'Whether what the other boards show is complete.',
  variables: ['service', 'environment'],
  rows: [NOW, PROCESSES, COLLECTOR],
};
