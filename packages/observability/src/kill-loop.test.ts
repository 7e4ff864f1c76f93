import { join } from 'node:path';
import { runProgram } from './test/run-program';

jest.setTimeout(120_000);

it('loses no acknowledged row when processes of several threads are killed, and keeps every sum right', async () => {
  const script = join(__dirname, '..', '..', '..', 'scripts', 'test-kill.mjs');
  const { status, stdout, stderr } = await runProgram({
    args: [script, '--kills', '3', '--processes', '2', '--threads', '2'],
  });
  expect({ status, stderr, failures: stdout.match(/^✖.*$/gm) }).toEqual({
    status: 0,
    stderr: '',
    failures: null,
  });
  expect(stdout).toMatch(/^[1-9]\d* passed, 0 failed\n$/m);
});
