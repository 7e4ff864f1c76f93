import { formatRfc3339 } from '@kagura/core';
import type { LooseContext } from './command-context';
import type { ReportRange } from './time-range';

/** What a command found, in both of its forms. */
export interface Report {
  readonly command: string;
  /** `null` for a command that is not about a range. */
  readonly range: ReportRange | null;
  readonly text: () => string;
  readonly json: () => { readonly data: unknown; readonly totals?: unknown };
  /** Said on stderr, and repeated in the JSON. */
  readonly warnings: readonly string[];
}

type PrintContext = Pick<LooseContext, 'options' | 'output' | 'now' | 'timeZone'>;

/** Prints a report as text or, where it was asked for, as JSON. */
export function printReport({ options, output, now, timeZone }: PrintContext, report: Report): void {
  if (options.json === true) {
    output.printJson({
      command: report.command,
      generated_at: formatRfc3339(now, timeZone),
      time_zone: timeZone,
      range: report.range === null ? null : rangeJson(report.range, timeZone),
      ...report.json(),
      warnings: report.warnings,
    });
  } else {
    output.print(report.text());
  }
  if (options.quiet !== true) {
    report.warnings.forEach((warning) => {
      output.note(warning);
    });
  }
}

function rangeJson({ start, end, label }: ReportRange, timeZone: string): Record<string, unknown> {
  const time = (date: Date | undefined): string | null =>
    date === undefined ? null : formatRfc3339(date, timeZone);
  return { start: time(start), end: time(end), label };
}
