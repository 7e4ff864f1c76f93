import { PassThrough } from 'node:stream';
import { askOnTerminal } from './ask-on-terminal';

function ask(answer: string): Promise<boolean> {
  const input = new PassThrough();
  input.end(answer);
  return askOnTerminal('Delete?', { input, output: new PassThrough(), interrupt: () => undefined });
}

it.each(['y\n', 'yes\n', ' Y \n', 'YES\n'])('%j is a yes', async (answer) => {
  expect(await ask(answer)).toBe(true);
});

it.each(['n\n', '\n', 'yeah\n', ''])('%j is a no', async (answer) => {
  expect(await ask(answer)).toBe(false);
});

it('shows the question and that no is the default', async () => {
  const output = new PassThrough();
  const input = new PassThrough();
  input.end('n\n');
  await askOnTerminal('Delete 3 spans?', { input, output, interrupt: () => undefined });

  expect(String(output.read())).toContain('Delete 3 spans? [y/N] ');
});
