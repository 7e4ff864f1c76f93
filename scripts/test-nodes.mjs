// Runs every suite and the demo under each supported version of Node.js, then the packed packages beside SDK 3 of
// OpenTelemetry, which Node.js 20 cannot run. `--only 22` runs one version.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { installBeside, packPackages, root, temporaryFolder } from './packed-packages.mjs';

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const temporary = temporaryFolder();
const nodes = join(root, 'test', 'nodes');

/** The Node.js of a major version: the running one where it is that, else the one that `test/nodes` locks. */
function findNode(major) {
  const [running] = process.versions.node.split('.');
  if (running === major) return { version: process.versions.node, path: process.execPath };
  const { packages } = JSON.parse(readFileSync(join(nodes, 'package-lock.json'), 'utf8'));
  const locked = packages[`node_modules/node${major}`];
  if (locked === undefined)
    throw new Error(`run this with Node.js ${major}, as .nvmrc says, or leave it out with --only`);
  const path = join(nodes, 'node_modules', `node${major}`, 'bin', 'node');
  if (!existsSync(path) || versionOf(path) !== locked.version)
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: nodes,
      stdio: 'inherit',
    });
  return { version: versionOf(path), path };
}

const versionOf = (path) => execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1);

/** The environment in which `node`, and so npm, is this one. */
const environmentOf = ({ path }) => ({
  ...process.env,
  PATH: `${dirname(path)}${delimiter}${process.env.PATH}`,
});

/** Runs a program under a Node.js and returns all it prints. */
function run(node, args, cwd = root) {
  const options = { cwd, env: environmentOf(node), encoding: 'utf8', maxBuffer: 1e9 };
  const { status, stdout, stderr } = spawnSync(node.path, args, options);
  const output = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${output.slice(-20_000)}`);
  return output;
}

function runSuites(node) {
  const output = run(node, [join(root, 'node_modules/jest/bin/jest.js'), '--ci']);
  return output.match(/^Tests: .*$/m)?.[0].replace(/^Tests: +/, '');
}

/** In a folder of its own, so that it starts without a database. */
function runDemo(node) {
  const folder = mkdtempSync(join(temporary, 'demo-'));
  const output = run(node, [join(root, 'packages/examples/dist/demo.js'), '--once'], folder);
  const warning = output.split('\n').find((line) => /warning/i.test(line));
  if (warning) throw new Error(`the demo warns: ${warning}`);
}

/** Install folders by what they are; one serves every version of Node.js, since nothing in it is built for one. */
const installs = new Map();

/** The suite of `test/otel3`, with the OpenTelemetry that `manifest` locks. */
const runBeside = (manifest) => (node) => {
  const folder = installs.get(manifest) ?? installSuite(node, manifest);
  installs.set(manifest, folder);
  const output = run(node, ['--import', 'tsx', '--test', '--test-reporter=tap', '*.test.ts'], folder);
  return output.match(/^# pass .*$/m)?.[0].replace('# pass ', 'tests: ');
};

function installSuite(node, manifest) {
  const folder = mkdtempSync(join(temporary, 'otel-'));
  const tarballs = packPackages(folder).values();
  installBeside(folder, { source: join(root, 'test', manifest), tarballs, env: environmentOf(node) });
  const suite = join(root, 'test', 'otel3');
  for (const file of readdirSync(suite).filter((name) => name.endsWith('.ts') || name === 'tsconfig.json'))
    copyFileSync(join(suite, file), join(folder, file));
  run(node, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', '.'], folder);
  return folder;
}

/** SDK 3 has to be the only one there, or the suite would test another. */
const runBesideSdk3 = (node) => {
  const remark = runBeside('otel3')(node);
  const ours = join(installs.get('otel3'), 'node_modules', '@kagura');
  const nested = readdirSync(ours).filter((name) => existsSync(join(ours, name, 'node_modules')));
  if (nested.length > 0) throw new Error(`${nested.join()} came with packages of its own instead of SDK 3`);
  return remark;
};

const tasks = [
  { major: '20', what: 'suites', of: runSuites },
  { major: '20', what: 'demo', of: runDemo },
  { major: '22', what: 'suites', of: runSuites },
  { major: '22', what: 'demo', of: runDemo },
  { major: '24', what: 'suites', of: runSuites },
  { major: '24', what: 'demo', of: runDemo },
  { major: '22', what: 'OpenTelemetry SDK 3', of: runBesideSdk3 },
  { major: '24', what: 'OpenTelemetry SDK 3', of: runBesideSdk3 },
  { major: '22', what: 'OpenTelemetry SDK 2 with exporters of SDK 3', of: runBeside('otel3/sdk2') },
].filter(({ major }) => only === undefined || major === only);

let failed = 0;
for (const { major, what, of } of tasks) {
  const startedAt = Date.now();
  try {
    const node = findNode(major);
    const remark = of(node);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(`✓ Node.js ${node.version}, ${what}${remark ? `: ${remark}` : ''} (${seconds} s)`);
  } catch (error) {
    failed += 1;
    console.log(`✖ Node.js ${major}, ${what}: ${error.message}`);
  }
}
console.log(`${tasks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || tasks.length === 0 ? 1 : 0;
