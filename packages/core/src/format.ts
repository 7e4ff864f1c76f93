/** What is printed where a value is not known. */
const UNKNOWN = '—';

const NANO_DIGITS = 9;
const NANO_PER_USD = 10n ** BigInt(NANO_DIGITS);
/** Amounts below one dollar show this many digits from the first that is not zero. */
const SIGNIFICANT_DIGITS = 3;
const MINIMUM_DECIMALS = 2;

/**
 * Money for people: two decimals from one dollar up; below it up to three significant digits and at least two
 * decimals, so that a call for a fraction of a cent never reads as free. Computed in integers, rounded half up.
 *
 * @param nanoUsd integer nano-dollars (10⁻⁹ USD); `null` is unknown and prints as a dash
 */
export function formatUsd(nanoUsd: number | null): string {
  if (nanoUsd === null) {
    return UNKNOWN;
  }
  const size = absolute(BigInt(nanoUsd));
  if (size === 0n || size >= NANO_PER_USD) {
    return signed(nanoUsd, decimalUsd(size, MINIMUM_DECIMALS));
  }
  const leadingZeros = NANO_DIGITS - String(size).length;
  const digits = Math.min(NANO_DIGITS, Math.max(MINIMUM_DECIMALS, leadingZeros + SIGNIFICANT_DIGITS));
  return signed(nanoUsd, decimalUsd(size, digits).replace(/(\.\d{2}\d*?)0+$/, '$1'));
}

/**
 * Money with a fixed number of decimals, rounded half up.
 *
 * @param nanoUsd integer nano-dollars (10⁻⁹ USD); `null` is unknown and prints as a dash
 * @param digits 0 to 9
 */
export function formatUsdFixed(nanoUsd: number | null, digits: number): string {
  return nanoUsd === null ? UNKNOWN : signed(nanoUsd, decimalUsd(absolute(BigInt(nanoUsd)), digits));
}

/** A whole number with separators: `1,234`. */
export function formatCount(count: number): string {
  return groupThousands(String(count));
}

/**
 * A ratio as a percentage with at most one decimal: `98.5%`, `100%`. What is not exactly none or all says so:
 * `<0.1%`, `>99.9%`.
 *
 * @param ratio 0 to 1; `null` is unknown and prints as a dash
 */
export function formatPercent(ratio: number | null): string {
  if (ratio === null) {
    return UNKNOWN;
  }
  const tenths = Math.round(ratio * 1000);
  if (tenths === 0 && ratio > 0) {
    return '<0.1%';
  }
  if (tenths === 1000 && ratio < 1) {
    return '>99.9%';
  }
  return `${tenths / 10}%`;
}

/** Whole milliseconds with separators: `1,200ms`; more than none but less than one reads `<1ms`. */
export function formatMilliseconds(milliseconds: number | null): string {
  if (milliseconds === null) {
    return UNKNOWN;
  }
  if (milliseconds > 0 && milliseconds < 1) {
    return '<1ms';
  }
  // Adding zero turns -0 into 0.
  return `${formatCount(Math.round(milliseconds) + 0)}ms`;
}

/** A duration in the unit that reads best: `0.42ms`, `412ms`, `1.23s`, `14.6s`, `2m 05s`, `1h 03m`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) {
    return UNKNOWN;
  }
  if (milliseconds > 0 && milliseconds < 0.995) {
    return milliseconds < 0.005 ? '<0.01ms' : `${milliseconds.toFixed(2)}ms`;
  }
  if (milliseconds < 999.5) {
    return `${Math.round(milliseconds) + 0}ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) {
    return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)}s`;
  }
  return formatLongDuration(Math.round(seconds));
}

function formatLongDuration(seconds: number): string {
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${formatCount(Math.floor(minutes / 60))}h ${twoDigits(minutes % 60)}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** A minus only before an amount that still shows a digit other than zero. */
function signed(nanoUsd: number, decimal: string): string {
  return nanoUsd < 0 && /[1-9]/.test(decimal) ? `-$${decimal}` : `$${decimal}`;
}

function decimalUsd(nanoUsd: bigint, digits: number): string {
  const unit = 10n ** BigInt(NANO_DIGITS - digits);
  const scale = 10n ** BigInt(digits);
  const rounded = (nanoUsd + unit / 2n) / unit;
  const whole = groupThousands(String(rounded / scale));
  return digits === 0 ? whole : `${whole}.${String(rounded % scale).padStart(digits, '0')}`;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
