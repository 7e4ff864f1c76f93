import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from './server-process';

export const ROOT = join(__dirname, '..', '..', '..');

export interface PrometheusOptions {
  readonly folder: string;
  /** host:port of the programs it scrapes. */
  readonly targets?: readonly string[];
  /** host:port of the Alertmanager it tells. */
  readonly alertmanager?: string;
}

/** Prometheus with the committed configuration, but in a hurry, and with the targets of the test. */
export function startPrometheus({
  folder,
  targets = [],
  alertmanager,
}: PrometheusOptions): Promise<ServerProcess> {
  cpSync(join(ROOT, 'prometheus'), folder, { recursive: true });
  edit(join(folder, 'prometheus.yml'), (text) =>
    text
      .replace(/_interval: 15s/g, '_interval: 1s')
      .replace("'alertmanager:9093'", alertmanager === undefined ? '' : `'${alertmanager}'`)
      // The servers of the other containers are not there.
      .replace(/ {2}- job_name: telemetry\n[\s\S]*?\n\n/, ''),
  );
  writeFileSync(join(folder, 'targets', 'programs.yml'), JSON.stringify([{ targets }]));
  return ServerProcess.start({
    names: ['prometheus'],
    folder,
    readyPath: '/-/ready',
    args: (port) => [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      '--storage.tsdb.retention.time=30d',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
  });
}

/** Alertmanager with the committed configuration, without its pauses, and with a webhook of the test. */
export function startAlertmanager(folder: string, webhookUrl: string): Promise<ServerProcess> {
  cpSync(join(ROOT, 'alertmanager'), folder, { recursive: true });
  edit(join(folder, 'alertmanager.yml'), (text) => text.replace(/group_wait: \d+s/g, 'group_wait: 1s'));
  writeFileSync(join(folder, 'secrets', 'slack-webhook-url'), webhookUrl);
  return ServerProcess.start({
    names: ['prometheus-alertmanager', 'alertmanager'],
    folder,
    readyPath: '/-/ready',
    args: (port) => [
      '--config.file=alertmanager.yml',
      '--storage.path=data',
      '--cluster.listen-address=',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
  });
}

/** VictoriaMetrics, which takes OTLP and answers PromQL; new samples can be asked for at once. */
export function startVictoriaMetrics(folder: string): Promise<ServerProcess> {
  mkdirSync(folder, { recursive: true });
  return ServerProcess.start({
    names: ['victoria-metrics'],
    folder,
    readyPath: '/health',
    args: (port) => [
      '-storageDataPath=data',
      `-httpListenAddr=127.0.0.1:${port}`,
      '-opentelemetry.usePrometheusNaming',
      '-search.latencyOffset=0s',
      '-search.disableCache',
    ],
  });
}

export function ruleFiles(): string[] {
  const folder = join(ROOT, 'prometheus', 'rules');
  return readdirSync(folder).map((name) => join(folder, name));
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
