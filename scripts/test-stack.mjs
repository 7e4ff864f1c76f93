// Runs the suites of test/stack against real servers, which they start and end themselves. The servers are looked for on
// the PATH and in the folder KAGURA_SERVERS. Arguments go to Jest: `npm run test:stack -- failures` runs the suites whose
// name contains the word.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

const folder = process.env.KAGURA_SERVERS;
if (folder) process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;

const UNPACK =
  '`.ci/unpack-servers <folder>` unpacks it on Debian; then set KAGURA_SERVERS=<folder>/usr/bin.';
/** Names of each program, Debian's and its makers', and how to come by it. */
const SERVERS = [
  {
    names: ['redis-server'],
    help: 'Debian and Ubuntu: apt-get install redis-server. macOS: brew install redis.',
  },
  { names: ['prometheus'], help: UNPACK },
  { names: ['promtool'], help: UNPACK },
  { names: ['prometheus-alertmanager', 'alertmanager'], help: UNPACK },
  { names: ['amtool'], help: UNPACK },
  { names: ['victoria-metrics'], help: UNPACK },
  {
    names: ['docker-compose'],
    help: 'Debian and Ubuntu: apt-get install --no-install-recommends docker-compose.',
  },
];

function versionOf(name) {
  const { error, status, stdout, stderr } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  return error || status !== 0 ? undefined : `${stdout}${stderr}`.trim().split('\n', 1)[0];
}

const missing = SERVERS.filter(({ names }) => {
  const version = names.map(versionOf).find((text) => text !== undefined);
  if (version !== undefined) console.log(version);
  return version === undefined;
});
for (const { names, help } of missing) console.error(`These suites need ${names[0]}. ${help}`);
if (missing.length > 0) process.exit(1);

function run(script, args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const stack = join('test', 'stack');
run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', stack]);
run(require.resolve('jest/bin/jest'), ['--config', join(stack, 'jest.config.cjs'), ...process.argv.slice(2)]);
