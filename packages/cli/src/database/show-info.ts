import { formatBytes, formatCount, formatRfc3339, formatTimestamp } from '@kagura/core';
import { type StoreInfo, storeInfo } from '@kagura/store';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';

export function showInfo(context: CommandContext): void {
  const info = storeInfo(context.database);
  printReport(context, {
    command: 'db info',
    range: null,
    text: () => infoText(info, context.timeZone),
    json: () => ({ data: infoJson(info, context.timeZone) }),
    warnings: [],
  });
}

function infoText(info: StoreInfo, timeZone: string): string {
  const { firstAt, lastAt } = info;
  const time = (date: Date): string => formatTimestamp(date, timeZone);
  const rows = [
    ['File', info.path],
    ['Size', `${formatBytes(info.bytes)}, of it ${formatBytes(info.freeBytes)} free`],
    ['Log', formatBytes(info.walBytes)],
    ['Content', formatBytes(info.contentBytes)],
    ['Spans', `${formatCount(info.spans)} in ${formatCount(info.traces)} traces`],
    ['Times', firstAt === null || lastAt === null ? 'none' : `${time(firstAt)} – ${time(lastAt)}`],
    ['Schema', `${info.schemaVersion}, SQLite ${info.sqliteVersion}`],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.map(([label, value]) => `  ${`${label}:`.padEnd(width)}${value}`);
  return ['Database', '========', ...lines].join('\n');
}

function infoJson(info: StoreInfo, timeZone: string): Record<string, unknown> {
  const time = (date: Date | null): string | null => (date === null ? null : formatRfc3339(date, timeZone));
  return {
    path: info.path,
    bytes: info.bytes,
    wal_bytes: info.walBytes,
    free_bytes: info.freeBytes,
    content_bytes: info.contentBytes,
    spans: info.spans,
    traces: info.traces,
    first_at: time(info.firstAt),
    last_at: time(info.lastAt),
    schema_version: info.schemaVersion,
    sqlite_version: info.sqliteVersion,
  };
}
