import { LatencyHistogram } from '@kagura/core';

/**
 * The latencies of a rollup's row: histograms one after the other, each behind its length in two bytes. A batch only
 * appends its own; to merge it into what is stored would cost a fifth of all writing.
 */
const LENGTH_BYTES = 2;
const BYTE = 256;

/** Beyond so many bytes the parts are merged into one: a row that is longer than this does not fit into its page. */
export const MERGE_BYTES = 768;

/** One part; `null` for a histogram of nothing. */
export function toPart(histogram: LatencyHistogram): Uint8Array | null {
  if (histogram.count === 0) return null;
  const bytes = histogram.toBytes();
  const part = new Uint8Array(LENGTH_BYTES + bytes.length);
  part[0] = bytes.length % BYTE;
  part[1] = Math.floor(bytes.length / BYTE);
  part.set(bytes, LENGTH_BYTES);
  return part;
}

/**
 * Adds all parts to the histogram.
 *
 * @throws {KaguraError} `KAGURA_HISTOGRAM_DAMAGED` for anything that `toPart` did not write
 */
export function mergeParts(histogram: LatencyHistogram, parts: Uint8Array): void {
  for (let at = 0; at < parts.length; ) {
    const start = at + LENGTH_BYTES;
    const end = start + (parts[at] ?? 0) + BYTE * (parts[at + 1] ?? 0);
    histogram.mergeBytes(parts.subarray(start, end));
    at = end;
  }
}

/** The histogram of all parts. */
export function ofParts(parts: Uint8Array): LatencyHistogram {
  const histogram = new LatencyHistogram();
  mergeParts(histogram, parts);
  return histogram;
}
