import { shapesTable } from './shapes-table';

it('shows what observing adds', () => {
  const rows = shapesTable([
    { name: 'one of 1,000 calls at a time', bareUs: 0.5, observedUs: 4.25 },
    { name: 'five calls inside one another', bareUs: 1, observedUs: 31.006 },
  ]).split('\n');
  expect(rows.slice(-2)).toEqual([
    '| one of 1,000 calls at a time | 0.50 | 4.25 | 3.75 |',
    '| five calls inside one another | 1.00 | 31.01 | 30.01 |',
  ]);
});
