// Runs the suites of test/stack against a redis-server from the PATH, which they start and end themselves. Arguments go
// to Jest: `npm run test:stack -- failures` runs the suites whose name contains the word.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

const { error, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
if (error) {
  console.error(`These suites need redis-server, and it cannot be run: ${error.message}`);
  console.error('Debian and Ubuntu: apt-get install redis-server. macOS: brew install redis.');
  process.exit(1);
}
console.log(stdout.trim());

function run(script, args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const stack = join('test', 'stack');
run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', stack]);
run(require.resolve('jest/bin/jest'), ['--config', join(stack, 'jest.config.cjs'), ...process.argv.slice(2)]);
