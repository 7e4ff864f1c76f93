/** Each whole microsecond up to here has a bucket of its own: a wider one would be off by more than 1 %. */
const LAST_EXACT_US = 50;
const FIRST_WIDE_BUCKET = LAST_EXACT_US + 1;
/** The widest ratio is (1 + 1 %) / (1 − 1 %); a little less leaves room for rounding. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
const MAX_US = 30 * 24 * 3600 * 1_000_000;

export const MAX_BUCKET = wideBucket(MAX_US);

/** @param us microseconds, not NaN */
export function bucketOf(us: number): number {
  const whole = Math.floor(Math.min(MAX_US, Math.max(0, us)));
  return whole <= LAST_EXACT_US ? whole : wideBucket(whole);
}

function wideBucket(us: number): number {
  return FIRST_WIDE_BUCKET + Math.floor(Math.log(us / FIRST_WIDE_BUCKET) / LOG_GROWTH);
}

/** The duration in microseconds whose relative distance to both ends of the bucket is the same. */
export function bucketValue(bucket: number): number {
  if (bucket <= LAST_EXACT_US) {
    return bucket;
  }
  const low = FIRST_WIDE_BUCKET * GROWTH ** (bucket - FIRST_WIDE_BUCKET);
  return (2 * low * GROWTH) / (1 + GROWTH);
}
