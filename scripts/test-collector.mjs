// Runs the suites of test/collector against the core of a real OpenTelemetry Collector, which is compiled from Debian's
// packages when it is needed for the first time. KAGURA_COLLECTOR_FOLDER says where it is kept, else the system's folder
// for temporary files. Arguments go to Jest: `npm run test:collector -- queue` runs the suites whose name has the word.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCore } from '../test/collector/build-core.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

function collector() {
  const folder = process.env.KAGURA_COLLECTOR_FOLDER ?? join(tmpdir(), 'kagura-collector');
  console.log(`The Collector's core is in ${folder}, or is compiled there now: about four minutes.`);
  try {
    return buildCore(folder);
  } catch (error) {
    console.error(`These suites need a Collector, and it cannot be built: ${error.message}`);
    console.error(
      'It needs Debian with apt-get and dpkg-deb, its archive, 4 GB in that folder, and no root.',
    );
    return process.exit(1);
  }
}

const { program, version } = collector();
console.log(`OpenTelemetry Collector core ${version}`);

function run(script, args) {
  const env = { ...process.env, KAGURA_COLLECTOR: program };
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

const suites = join('test', 'collector');
run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', suites]);
const jest = ['--config', join(suites, 'jest.config.cjs'), '--runInBand', ...process.argv.slice(2)];
run(require.resolve('jest/bin/jest'), jest);
