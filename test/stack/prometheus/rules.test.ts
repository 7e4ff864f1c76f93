import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './servers';

/** Resolves to what the program printed; rejects with it where the program finds fault. */
async function check(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(program, [...args], { cwd: ROOT });
  return stdout + stderr;
}

test('Prometheus takes its configuration, and the rules without a remark', async () => {
  const said = await check(
    'promtool',
    'check',
    'config',
    '--lint=all',
    '--lint-fatal',
    'prometheus/prometheus.yml',
  );
  expect(said).toContain('SUCCESS');
  expect(said).not.toMatch(/WARNING|FAILED/);
});

test.each(readdirSync(join(ROOT, 'prometheus', 'tests')))('the rules do what %s says', async (name) => {
  await expect(check('promtool', 'test', 'rules', `prometheus/tests/${name}`)).resolves.toContain('SUCCESS');
});

test('Alertmanager takes its configuration and its texts', async () => {
  const said = await check('amtool', 'check-config', 'alertmanager/alertmanager.yml');
  expect(said).toMatch(/SUCCESS[\s\S]*1 templates\n\s+SUCCESS/);
});

test.each([[[]], [['--profile', 'budgets']]])('docker-compose takes the file, with %j', async (options) => {
  await expect(check('docker-compose', ...options, 'config', '-q')).resolves.toBe('');
});
