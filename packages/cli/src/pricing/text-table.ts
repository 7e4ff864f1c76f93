import { displayWidth, padToWidth, sanitizeLine } from '@kagura/core';

const GAP = '  ';

export interface TableColumn {
  readonly title: string;
  readonly alignRight?: boolean;
}

/** Rows below the titles of their columns; the last column ends where its text does. */
export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const safe = rows.map((row) => row.map((text) => sanitizeLine(text)));
  const lines = [columns.map(({ title }) => title), ...safe];
  const widths = columns.map((_, index) => Math.max(...lines.map((row) => displayWidth(row[index] ?? ''))));
  return lines.map((row) =>
    columns
      .map(({ alignRight }, index) => aligned(row[index] ?? '', widths[index] ?? 0, alignRight === true))
      .join(GAP)
      .trimEnd(),
  );
}

/** Labels and values below each other, indented. */
export function labelLines(rows: readonly (readonly [label: string, value: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => displayWidth(label))) + GAP.length + 1;
  return rows.map(([label, value]) => `${GAP}${padToWidth(`${label}:`, width)}${sanitizeLine(value)}`);
}

function aligned(text: string, width: number, isRight: boolean): string {
  return isRight ? `${' '.repeat(width - displayWidth(text))}${text}` : padToWidth(text, width);
}
