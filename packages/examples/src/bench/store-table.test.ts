import type { SizedReads } from './measure-store';
import { storeTable } from './store-table';

function reads(spans: number, statsMs: number): SizedReads {
  const times = [
    { command: 'kagura --version', ms: 40 },
    { command: 'kagura stats', ms: statsMs },
  ];
  return { spans, seedRowsPerSecond: 41_234, bytesPerSpan: 375.2, reads: times };
}

const WRITER = { rows: 1_000, rowsPerSecond: 30_000, rawRowsPerSecond: 40_000 };

function lines(sizes: readonly SizedReads[]): string[] {
  return storeTable({
    sizes,
    bytesPerSpanWithContent: 1_610,
    writer: WRITER,
    writerWithContent: { ...WRITER, rowsPerSecond: 24_000 },
  }).split('\n');
}

test('each command is shown beside what a process takes', () => {
  const table = lines([reads(1_000_000, 100)]);

  expect(table).toContain('| command | 1,000,000 spans, ms | ÷ `--version` |');
  expect(table).toContain('| `kagura --version` | 40 | 1.00 × |');
  expect(table).toContain('| `kagura stats` | 100 | 2.50 × |');
});

test('a larger store is shown beside the smallest', () => {
  const table = lines([reads(1_000_000, 100), reads(10_000_000, 125)]);

  expect(table).toContain(
    '| command | 1,000,000 spans, ms | ÷ `--version` | 10,000,000 spans, ms | ÷ `--version` | ÷ smallest |',
  );
  expect(table).toContain('| `kagura stats` | 100 | 2.50 × | 125 | 3.13 × | 1.25 × |');
});

test('the writer is shown beside bare inserts, with the room of a span', () => {
  const table = lines([reads(1_000_000, 100)]);

  expect(table).toContain('1,000,000 spans were written at 41,200 rows/s.');
  expect(table).toContain('| without content | 375 B | 30,000 rows/s | 40,000 rows/s | 0.75 × |');
  expect(table).toContain('| with about 1 KB of content | 1.6 kB | 24,000 rows/s | 40,000 rows/s | 0.60 × |');
});
