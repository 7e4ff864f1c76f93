const HOUR_MS = 3_600_000;

export function dayKey(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(date);
}

export function dayRange(key: string, timeZone: string): { start: Date; end: Date } {
  const utc = Date.parse(`${key}T00:00:00Z`);
  const formatter = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const firstAfter = (matches: (day: string) => boolean, from: number) => {
    let low = from;
    let high = from + 64 * HOUR_MS;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (matches(formatter.format(middle))) high = middle;
      else low = middle;
    }
    return new Date(high);
  };
  return {
    start: firstAfter((day) => day >= key, utc - 32 * HOUR_MS),
    end: firstAfter((day) => day > key, utc - 8 * HOUR_MS),
  };
}
