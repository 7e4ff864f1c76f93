import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './kept-content';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-example-'));
  process.env.KAGURA_DB = join(folder, 'kagura.db');
});
afterEach(() => {
  Reflect.deleteProperty(process.env, 'KAGURA_DB');
  rmSync(folder, { recursive: true });
});

test('kept content: what identifies somebody is named instead', async () => {
  const print = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await main();
  expect(print).toHaveBeenCalledWith(
    'This is (a customer), [redacted: email]. Call [redacted: pattern] about [redacted: order].',
  );
  print.mockRestore();
});
