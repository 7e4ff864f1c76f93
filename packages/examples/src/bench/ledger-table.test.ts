import { ledgerTable } from './ledger-table';
import { percentiles } from './measure-ledger';

test('each case stands beside a bare insert of the same run', () => {
  const table = ledgerTable([
    { budgets: 5, processes: 4, ledger: { p50Us: 150.4, p99Us: 3_000 }, bare: { p50Us: 50, p99Us: 2_000 } },
  ]).split('\n');

  expect(table[0]).toMatch(/^Measured on /);
  expect(table.at(-1)).toBe('| 5 | 4 | 150 | 3000 | 50 | 2000 | 3.01 × | 1.50 × |');
});

test('percentiles are times that were measured', () => {
  const times = Array.from({ length: 200 }, (_, index) => 200 - index);

  expect(percentiles(times)).toEqual({ p50Us: 100, p99Us: 198 });
  expect(percentiles([7])).toEqual({ p50Us: 7, p99Us: 7 });
});
