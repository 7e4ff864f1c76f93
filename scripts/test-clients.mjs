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

/** One line per case. A case that is left out counts as failed, and so does a suite without any. */
async function runSuites(built) {
  const names = readdirSync(source, { recursive: true })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules') && path.includes(only))
    .map((path) => path.replace(/\.ts$/, '.js'));
  const counts = { passed: 0, failed: 0 };
  const empty = new Set(names.map((name) => join(built, name)));
  const tell = (isPassed, line) => {
    counts[isPassed ? 'passed' : 'failed'] += 1;
    console.log(`${isPassed ? '✓' : '✖'} ${line}`);
  };
  for await (const { type, data } of run({ files: [...empty], concurrency: 2, timeout: 120_000 })) {
    if (type === 'test:stderr') process.stderr.write(data.message);
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue;
    const { name, skip, todo, file } = data;
    empty.delete(file);
    const isLeftOut = skip !== undefined || todo !== undefined;
    if (isLeftOut) tell(false, `${name}: left out`);
    else if (type === 'test:pass') tell(true, name);
    else tell(false, `${name}: ${(data.details.error.cause ?? data.details.error).message}`);
  }
  for (const file of empty) tell(false, `${file}: no case ran`);
  return names.length === 0 ? { ...counts, failed: counts.failed + 1 } : counts;
}

const { passed, failed } = await runSuites(prepare());
console.log(`${passed} passed, ${failed} failed (${seconds()} s)`);
process.exitCode = failed > 0 ? 1 : 0;
