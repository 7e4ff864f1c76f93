// Installs the packed packages beside the real clients, frameworks and instrumentations that test/clients locks, and
// runs its suites against the stand-in model server: what every call used and cost has to be what the server has
// billed. `--only langfuse` runs the suites whose file name contains the word.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { installBeside, packPackages, root, temporaryFolder } from './packed-packages.mjs';

const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const source = join(root, 'test', 'clients');
// The SDK of AWS still runs on the oldest Node.js that we support, and warns of its next version.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const startedAt = Date.now();
const seconds = () => Math.round((Date.now() - startedAt) / 1000);

/** Compiled suites in a folder of their own, with everything they import. */
function prepare() {
  const folder = mkdtempSync(join(temporaryFolder(), 'clients-'));
  const tarballs = packPackages(folder).values();
  // AI SDK 7 asks for Node.js 22 and runs on 20; npm would warn of each of its packages.
  const env = { ...process.env, npm_config_loglevel: 'error' };
  installBeside(folder, { source, tarballs, env });
  console.log(`installed (${seconds()} s)`);
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !/package(-lock)?\.json$|node_modules/.test(path),
  });
  const server = join(root, 'packages', 'examples', 'dist', 'model-server');
  cpSync(server, join(folder, 'model-server'), { recursive: true });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    stdio: 'inherit',
  });
  cpSync(server, join(folder, 'built', 'model-server'), { recursive: true });
  console.log(`compiled (${seconds()} s)`);
  return join(folder, 'built');
}

const counts = { passed: 0, failed: 0 };
function tell(isPassed, line) {
  counts[isPassed ? 'passed' : 'failed'] += 1;
  console.log(`${isPassed ? '✓' : '✖'} ${line}`);
}

/** One line per case, with the suite that has it. A case that is left out counts as failed, as does a suite without any. */
async function runSuite(built, name) {
  let cases = 0;
  for await (const { type, data } of run({ files: [join(built, `${name}.test.js`)], timeout: 120_000 })) {
    if (type === 'test:stderr') process.stderr.write(data.message);
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue;
    cases += 1;
    const title = `${name}: ${data.name}`;
    const isLeftOut = data.skip !== undefined || data.todo !== undefined;
    if (isLeftOut) tell(false, `${title}: left out`);
    else if (type === 'test:pass') tell(true, title);
    else tell(false, `${title}: ${(data.details.error.cause ?? data.details.error).message}`);
  }
  if (cases === 0) tell(false, `${name}: no case ran`);
}

/** Two suites at a time. */
async function runSuites(built) {
  const names = readdirSync(source, { recursive: true })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules') && path.includes(only))
    .map((path) => path.replace(/\.test\.ts$/, ''));
  if (names.length === 0) tell(false, `no suite is named after "${only}"`);
  const waiting = names.values();
  const work = async () => {
    for (const name of waiting) await runSuite(built, name);
  };
  await Promise.all([work(), work()]);
}

await runSuites(prepare());
console.log(`${counts.passed} passed, ${counts.failed} failed (${seconds()} s)`);
process.exitCode = counts.failed > 0 ? 1 : 0;
