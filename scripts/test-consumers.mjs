// Packs every published package, installs the tarballs outside the repository, and runs the programs of test/consumers
// against them. Each makes one agent call with one model call; what was recorded is read back through CostTracker, by
// the program itself and from the file it leaves. `--only esbuild` runs the consumers whose name contains the word.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { esbuild, runNode, swc, tsc } from './consumer-compilers.mjs';
import { installBeside, installClean, packPackages, root, temporaryFolder } from './packed-packages.mjs';

const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const sources = join(root, 'test', 'consumers');

/** What 1000 tokens in and 500 out of gpt-4o-mini cost, at 0.15 and 0.60 dollars a million. */
const COST = 0.00045;

const temporary = temporaryFolder();
const tarballs = packPackages(temporary);

/** Only the packages and what they depend on, in the versions that npm chooses. */
const clean = installClean(join(temporary, 'clean'), tarballs.values());
/** Beside compilers, Jest and NestJS in locked versions. */
const tools = installBeside(join(temporary, 'tools'), { source: sources, tarballs: tarballs.values() });

/** A copy of a consumer below an install folder, as a package of its own. */
function copyConsumer(install, source, { name = source, type = 'commonjs' } = {}) {
  const folder = join(install, name.replaceAll(/\W+/g, '-'));
  cpSync(join(sources, source), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  return folder;
}

/** Runs a program that prints what its agent cost, and checks that against the file it leaves. */
async function runAgent(folder, ...args) {
  const { stdout, stderr } = runNode(folder, ...args);
  expectEqual('what the program prints', stdout.trim(), String(COST));
  expectEqual('what the program prints as errors', stderr.trim(), '');
  await checkFile(join(folder, '.kagura', 'kagura.db'));
}

async function checkFile(database) {
  if (!existsSync(database)) throw new Error(`${database} was not written`);
  const load = createRequire(join(clean, 'package.json'));
  const { CostTracker } = load('@kagura/observability');
  const { openDatabase, readAgentSummaries } = load('@kagura/store');
  const { total, calls, inputTokens, outputTokens } = await new CostTracker({ database }).getCost();
  expectEqual(
    'the model calls in the file',
    { total, calls, inputTokens, outputTokens },
    { total: COST, calls: 1, inputTokens: 1000, outputTokens: 500 },
  );
  const opened = openDatabase({ path: database, readOnly: true });
  const agents = readAgentSummaries(opened).map(({ agent, calls }) => ({ agent, calls }));
  opened.close();
  expectEqual('the agent calls in the file', agents, [{ agent: 'assistant', calls: 1 }]);
}

function expectEqual(what, actual, expected) {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

/** A TypeScript program, compiled in a way that its users compile theirs. */
const compiled = (source, way, { compile, type, args = [] }) => ({
  name: `${source}, ${way}`,
  run() {
    const folder = copyConsumer(tools, source, { name: `${source} ${way}`, type });
    compile(folder, tools);
    return runAgent(folder, 'dist/main.js', ...args);
  },
});

const throughTsx = (source) => ({
  name: `${source}, tsx`,
  run: () =>
    runAgent(
      copyConsumer(tools, source, { name: `${source} tsx` }),
      join(tools, 'node_modules/tsx/dist/cli.mjs'),
      'main.ts',
    ),
});

const NODE_16 = '--module node16 --moduleResolution node16';
const BUNDLER = '--module esnext --moduleResolution bundler';
const SWC_LEGACY = { legacyDecorator: true, decoratorMetadata: true };
const NODE_10 = '--module commonjs --moduleResolution node10';

/** What must compile and run under both decorator standards. */
const bothStandards = (source) => [
  compiled(source, 'TypeScript 7, node16, CommonJS', { compile: tsc(7, NODE_16) }),
  compiled(source, 'TypeScript 7, node16, ESM', { compile: tsc(7, NODE_16), type: 'module' }),
  compiled(source, 'TypeScript 7, bundler', { compile: tsc(7, BUNDLER), type: 'module' }),
  compiled(source, 'TypeScript 5.9, node10', { compile: tsc(5, NODE_10) }),
  compiled(source, 'TypeScript 5.9, node16', { compile: tsc(5, NODE_16) }),
  compiled(source, 'TypeScript 5.9, bundler, older library', {
    compile: tsc(5, `${BUNDLER} --lib es2020 --skipLibCheck`),
    type: 'module',
  }),
  compiled(source, 'esbuild, CommonJS', { compile: esbuild({ format: 'cjs' }) }),
  compiled(source, 'esbuild, ESM, minified', {
    compile: esbuild({ format: 'esm', minify: true }),
    type: 'module',
  }),
  throughTsx(source),
];

/** One file that finds nothing outside itself but the native package. */
const bundled = (format, banner = '') => ({
  name: `bundle, ${format}`,
  async run() {
    const source = copyConsumer(tools, 'bundle', { name: `bundle ${format}` });
    tsc(7, `${BUNDLER} --noEmit`)(source, tools);
    const external = ['@photostructure/sqlite'];
    esbuild({ format, bundle: true, minify: true, external, banner: { js: banner } })(source, tools);
    const folder = join(temporary, `bundle-${format}`);
    const scope = join(folder, 'node_modules', '@photostructure');
    mkdirSync(scope, { recursive: true });
    symlinkSync(join(clean, 'node_modules/@photostructure/sqlite'), join(scope, 'sqlite'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
    const file = format === 'esm' ? 'main.mjs' : 'main.cjs';
    copyFileSync(join(source, 'dist', 'main.js'), join(folder, file));
    await runAgent(folder, file);
    return sizeOf(readFileSync(join(folder, file)));
  },
});

/** A bundle that is ECMAScript has no `require` for what stays outside it, unless it makes one. */
const MAKE_REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** `core` by itself: nothing else is installed, and the engine that runs the bundle has only the language. */
async function runInBrowser() {
  const alone = installClean(join(temporary, 'core'), [tarballs.get('@kagura/core')]);
  const installed = readdirSync(join(alone, 'node_modules')).filter((name) => !name.startsWith('.'));
  expectEqual('the packages that come with core', installed, ['@kagura']);
  expectEqual('its scope', readdirSync(join(alone, 'node_modules', '@kagura')), ['core']);
  const folder = copyConsumer(alone, 'browser');
  tsc(7)(folder, tools);
  esbuild({ platform: 'browser', target: 'es2023', format: 'iife', bundle: true, minify: true })(
    folder,
    tools,
  );
  const bundle = readFileSync(join(folder, 'dist', 'main.js'));
  const engine = createContext({});
  runInContext(bundle.toString(), engine);
  expectEqual('what it found', JSON.parse(JSON.stringify(engine.found)), {
    usd: String(COST),
    start: '2026-06-30T15:00:00.000Z',
  });
  return sizeOf(bundle);
}

function sizeOf(bundle) {
  const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
  return `${kilobytes(bundle.length)}, ${kilobytes(gzipSync(bundle).length)} gzipped`;
}

function runJest() {
  const folder = copyConsumer(tools, 'jest');
  const { stderr } = runNode(folder, join(tools, 'node_modules/jest/bin/jest.js'), '--ci');
  if (/did not exit|failed to exit/.test(stderr)) throw new Error(`Jest had to be stopped:\n${stderr}`);
  return checkFile(join(folder, '.kagura', 'kagura.db'));
}

/** A second copy of the package, as npm nests one when a library asks for another version. */
function runTwoCopies() {
  const folder = copyConsumer(clean, 'two-copies');
  const nested = join(folder, 'library/node_modules/@kagura/observability');
  cpSync(join(clean, 'node_modules/@kagura/observability'), nested, { recursive: true });
  return runAgent(folder, 'main.cjs');
}

/** The installed command, on the file of an installed program. */
async function runCommandLine() {
  const folder = copyConsumer(clean, 'commonjs', { name: 'command line' });
  await runAgent(folder, 'main.cjs');
  const { stdout } = runNode(
    folder,
    join(clean, 'node_modules/.bin/kagura'),
    'cost',
    '--period',
    'all',
    '--json',
  );
  expectEqual('the cost by the command', JSON.parse(stdout).data.total_usd, COST);
}

const consumers = [
  { name: 'esm', run: () => runAgent(copyConsumer(clean, 'esm', { type: 'module' }), 'main.mjs') },
  { name: 'commonjs', run: () => runAgent(copyConsumer(clean, 'commonjs'), 'main.cjs') },
  { name: 'two copies', run: runTwoCopies },
  { name: 'command line', run: runCommandLine },
  { name: 'core in a browser', run: runInBrowser },
  ...bothStandards('standard-decorators'),
  compiled('standard-decorators', 'swc 2022-03', {
    compile: swc('commonjs', { decoratorVersion: '2022-03' }),
  }),
  compiled('standard-decorators', 'swc 2023-11', {
    compile: swc('es6', { decoratorVersion: '2023-11' }),
    type: 'module',
  }),
  ...bothStandards('legacy-decorators'),
  compiled('legacy-decorators', 'swc', { compile: swc('commonjs', SWC_LEGACY) }),
  bundled('cjs'),
  bundled('esm', MAKE_REQUIRE),
  { name: 'jest', run: runJest },
  compiled('nest', 'TypeScript 7, @Observe above the route', { compile: tsc(7, NODE_16), args: ['above'] }),
  compiled('nest', 'swc, @Observe below the route', {
    compile: swc('commonjs', SWC_LEGACY),
    args: ['below'],
  }),
].filter(({ name }) => name.includes(only));

const startedAt = Date.now();
let failed = 0;
for (const { name, run } of consumers) {
  try {
    const remark = await run();
    console.log(`✓ ${name}${remark ? ` (${remark})` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`✖ ${name}: ${error.message}`);
  }
}
console.log(`${Math.round((Date.now() - startedAt) / 1000)} s`);
console.log(`${consumers.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || consumers.length === 0 ? 1 : 0;
