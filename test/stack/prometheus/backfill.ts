import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
const DAYS = 8;
/** The last hours minute by minute, as curves and rates need them; a quarter of an hour is enough for what was before. */
const DENSE_S = 2 * HOUR_S;
const DENSE_STEP_S = 60;
const STEP_S = 900;

/**
 * What a program that is well does not say, and what is not said by programs at all, with the labels it would have.
 * Everything else comes from a program that ran.
 */
export const QUIET = [
  'kagura_dropped_total{service_name="demo",deployment_environment_name="test",reason="export_queue"} 1',
  'kagura_export_errors_total{service_name="demo",deployment_environment_name="test",signal="traces"} 1',
  'kagura_internal_errors_total{service_name="demo",deployment_environment_name="test",where="begin"} 1',
  'kagura_labels_folded_total{service_name="demo",deployment_environment_name="test"} 1',
  'kagura_ledger_failures_total{service_name="demo",deployment_environment_name="test"} 1',
  'kagura_ledger_degraded_total{service_name="demo",deployment_environment_name="test",decision="allow"} 1',
  'up{job="kagura"} 1',
  'otelcol_receiver_accepted_spans_total{receiver="otlp"} 1',
  'otelcol_receiver_refused_spans_total{receiver="otlp"} 1',
  'otelcol_exporter_send_failed_spans_total{exporter="otlp_grpc/tempo"} 1',
  'otelcol_exporter_enqueue_failed_spans_total{exporter="otlp_grpc/tempo"} 1',
  'otelcol_exporter_queue_size{exporter="otlp_grpc/tempo"} 1',
  'otelcol_exporter_queue_capacity{exporter="otlp_grpc/tempo"} 1000',
];

const COUNTS = /^\w+_(?:total|count|sum|bucket)\{/;

/**
 * Makes eight days of history up to `end` from one scrape: counters grow by what they had with every step, gauges stay.
 * Prometheus reads it when it starts on `folder`.
 */
export async function backfill(scrape: string, folder: string, end: number): Promise<void> {
  const lines = [...scrape.split('\n').filter((line) => /^\w/.test(line)), ...QUIET];
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'history.txt');
  const file = createWriteStream(path);
  for (const [index, time] of timesUntil(end).entries()) {
    const samples = lines.map((line) => sampleAt(line, index, time));
    if (!file.write(`${samples.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end('# EOF\n');
  await once(file, 'finish');
  const command = ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=240h', path];
  await promisify(execFile)('promtool', [...command, join(folder, 'data')]);
}

function timesUntil(end: number): number[] {
  const times: number[] = [];
  for (let time = end - DAYS * DAY_S; time < end - DENSE_S; time += STEP_S) times.push(time);
  for (let time = end - DENSE_S; time <= end; time += DENSE_STEP_S) times.push(time);
  return times;
}

function sampleAt(line: string, index: number, time: number): string {
  const space = line.lastIndexOf(' ');
  const value = Number(line.slice(space + 1));
  return `${line.slice(0, space)} ${COUNTS.test(line) ? value * index : value} ${time}`;
}
