import { formatBytes } from '@kagura/core';
import { vacuumStore } from '@kagura/store';
import type { CommandContext } from '../command-context';
import { printReport } from '../report-output';

export function vacuum(context: CommandContext): void {
  const { bytesBefore, bytesAfter } = vacuumStore(context.database);
  printReport(context, {
    command: 'db vacuum',
    range: null,
    text: () => `${formatBytes(bytesBefore)} before, ${formatBytes(bytesAfter)} now.`,
    json: () => ({ data: { bytes_before: bytesBefore, bytes_after: bytesAfter } }),
    warnings: [],
  });
}
