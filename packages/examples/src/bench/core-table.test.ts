import { extractUsage } from '@kagura/core';
import { RESPONSES } from './core-responses';
import { coreTable } from './core-table';

test('speeds stand beside what they are meant to reach, and the table beside its limits', () => {
  const lines = coreTable({
    pricing: [{ name: 'input and output', perSecond: 2_214_321 }],
    reading: [{ name: 'Gemini', perSecond: 400_000 }],
    table: { loadMs: 3.04, loadedOnImport: false, gzippedBytes: 30_219 },
  }).split('\n');

  expect(lines).toContain('| `calculateCost` | calls/s | ÷ goal of 1,000,000 |');
  expect(lines).toContain('| input and output | 2,210,000 | 2.21 × |');
  expect(lines).toContain('| Gemini | 400,000 | 0.80 × |');
  expect(lines).toContain('| loaded with the first price, not on import | 3.0 ms | 0.20 × |');
  expect(lines).toContain('| gzipped | 30.2 kB | 0.30 × |');
});

test('a table that is loaded too early is called so', () => {
  const table = { loadMs: 3, loadedOnImport: true, gzippedBytes: 1 };

  expect(coreTable({ pricing: [], reading: [], table })).toContain('| loaded on import | 3.0 ms |');
});

test.each(Object.entries(RESPONSES))('what is measured is read: %s', (name, response) => {
  const usage = extractUsage(response)?.usage;
  const steps = name === 'AI SDK, three steps' ? 3 : 1;

  expect(usage?.outputTokens).toBe(name === 'no response at all' ? undefined : 300 * steps);
});
