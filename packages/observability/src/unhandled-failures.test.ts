import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './test/run-program';

const PACKAGE = join(__dirname, '..', 'dist', 'index.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-unhandled-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in which `wrap(fn)` observes the function, or leaves it. */
async function run(program: string, observes: boolean) {
  const prelude = `const { Readable } = require('node:stream');
    const wrap = ${observes ? `require(${JSON.stringify(PACKAGE)}).observe` : '(fn) => fn'};`;
  const { status, stdout, stderr } = await runProgram({
    args: ['-e', `${prelude}\n${program}`],
    env: { KAGURA_DB: join(folder, 'kagura.db') },
  });
  // Above the error Node.js shows a line of source, another one where the error's stack was looked at.
  return { status, stdout, told: stderr.match(/\w*Error: \w+/)?.[0] };
}

const FAILING_STREAM = `new ReadableStream({ pull() { throw new Error('pulled'); } }, { highWaterMark: 0 })`;

it.each([
  ['a rejection', `wrap(async () => { throw new Error('rejected'); })();`, 'Error: rejected'],
  ['what a function throws', `wrap(() => { throw new RangeError('thrown'); })();`, 'RangeError: thrown'],
  [
    'a rejection of a generator that is read',
    `(async () => { for await (const _ of wrap(async function* () { throw new Error('read'); })()); })();`,
    'Error: read',
  ],
  [
    'an error of a stream of Node.js',
    `wrap(() => Readable.from((function* () { throw new Error('streamed'); })()))().resume();`,
    'Error: streamed',
  ],
  ['an error of a web stream', `wrap(() => ${FAILING_STREAM})().getReader().read();`, 'Error: pulled'],
  ['an error of a pipe', `wrap(() => ${FAILING_STREAM})().pipeTo(new WritableStream());`, 'Error: pulled'],
])('%s that nobody handles ends the process as without us', async (_what, program, told) => {
  const plain = await run(program, false);
  expect(plain).toMatchObject({ status: 1, told });
  expect(await run(program, true)).toEqual(plain);
});

it.each([
  ['a stream of Node.js that is never read', `wrap(() => Readable.from(failing()))();`],
  ['a web stream that is never read', `wrap(() => ${FAILING_STREAM})();`],
  ['a generator that is never read', 'wrap(failing)();'],
  [
    'a pipe through a transformation that nobody reads',
    `wrap(() => ${FAILING_STREAM})().pipeThrough(new TransformStream());`,
  ],
])('%s ends nothing', async (_what, program) => {
  const failing = `function* failing() { throw new Error('asked'); }\n`;
  const plain = await run(failing + program, false);
  expect(plain).toEqual({ status: 0, stdout: '', told: undefined });
  expect(await run(failing + program, true)).toEqual(plain);
});
