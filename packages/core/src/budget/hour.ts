import { zoneOffset } from '../zone-clock';

const MS_PER_SECOND = 1000;
const MS_PER_HOUR = 3_600_000;

/** Half-open, in milliseconds since the Unix epoch. */
export interface Hour {
  readonly start: number;
  readonly end: number;
}

/**
 * The hour that the clocks of a zone show at an instant. One in which the clocks are set ends where they are, so that
 * hours never overlap: an hour that comes twice is two.
 *
 * @param timeZone IANA name
 */
export function hourOf(now: number, timeZone: string): Hour {
  const offset = zoneOffset(now, timeZone);
  const start = Math.floor((now + offset) / MS_PER_HOUR) * MS_PER_HOUR - offset;
  const end = start + MS_PER_HOUR;
  return {
    start:
      zoneOffset(start, timeZone) === offset ? start : firstWith(offset, { from: start, to: now, timeZone }),
    end: zoneOffset(end - 1, timeZone) === offset ? end : lastWith(offset, { from: now, to: end, timeZone }),
  };
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** First instant with the offset that the zone has at `to`, and does not have at `from`. Clocks are set at whole seconds. */
function firstWith(offset: number, { from, to, timeZone }: Search): number {
  let before = Math.floor(from / MS_PER_SECOND);
  let since = Math.floor(to / MS_PER_SECOND);
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (zoneOffset(middle * MS_PER_SECOND, timeZone) === offset) since = middle;
    else before = middle;
  }
  return since * MS_PER_SECOND;
}

/** First instant without the offset that the zone has at `from`. */
function lastWith(offset: number, { from, to, timeZone }: Search): number {
  let before = Math.floor(from / MS_PER_SECOND);
  let since = Math.ceil(to / MS_PER_SECOND);
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (zoneOffset(middle * MS_PER_SECOND, timeZone) === offset) before = middle;
    else since = middle;
  }
  return since * MS_PER_SECOND;
}
