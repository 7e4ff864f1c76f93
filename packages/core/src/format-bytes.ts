const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;
const STEP = 1_000;
/** From here on a number of a unit is shown whole, below with one decimal. */
const WHOLE_FROM = 100;

/** A size with decimal units: `812 B`, `4.1 MB`, `512 MB`, `1.2 GB`. Rounded half up; never negative. */
export function formatBytes(bytes: number): string {
  if (bytes < STEP) return `${bytes} B`;
  let size = bytes;
  let unit = '';
  for (const next of UNITS) {
    // What would round to a thousand is one of the next unit.
    if (unit !== '' && Math.round(size) < STEP) break;
    size /= STEP;
    unit = next;
  }
  const tenths = Math.round(size * 10);
  return tenths < WHOLE_FROM * 10 ? `${(tenths / 10).toFixed(1)} ${unit}` : `${Math.round(size)} ${unit}`;
}
