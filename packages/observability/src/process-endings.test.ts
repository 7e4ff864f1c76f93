import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readStoreSummary } from '@kagura/store';

const PACKAGE = join(__dirname, '..', 'dist', 'index.js');
const CALLS = 1_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-ending-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that makes calls and then ends in some way; `observe` is the identity when Kagura is left out. */
function run(ending: string, { observed }: { observed: boolean }) {
  const load = observed ? `require(${JSON.stringify(PACKAGE)})` : '{ observe: (fn) => fn }';
  const program = `
    const { observe } = ${load};
    const call = observe((n) => n * 2, 'agent');
    let sum = 0;
    for (let n = 0; n < ${CALLS}; n += 1) sum += call(n);
    console.log(sum);
    ${ending}
  `;
  const env = { ...process.env, KAGURA_DB: join(folder, 'kagura.db') };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    env,
    encoding: 'utf8',
  });
  return { status, signal, stdout, error: /^\w*Error: .*$/m.exec(stderr)?.[0] };
}

function storedCalls(): number {
  const database = openDatabase({ path: join(folder, 'kagura.db'), readOnly: true });
  const { calls } = readStoreSummary(database);
  database.close();
  return calls;
}

describe.each([
  ['a natural end', ''],
  ['process.exit', 'process.exit(7);'],
  ['process.exitCode', 'process.exitCode = 3;'],
  ['an uncaught exception', 'throw new RangeError("uncaught");'],
  ['an unhandled rejection', 'Promise.reject(new TypeError("unhandled"));'],
  [
    'a rejection of an observed call that nobody handles',
    'observe(async () => { throw new TypeError("lost"); }, "agent")();',
  ],
])('with %s', (_name, ending) => {
  it('the program ends as without observability, and every call is stored', () => {
    const plain = run(ending, { observed: false });
    expect(existsSync(join(folder, 'kagura.db'))).toBe(false);
    expect(run(ending, { observed: true })).toEqual(plain);
    expect(storedCalls()).toBeGreaterThanOrEqual(CALLS);
  });
});

it('goes on without a store that cannot be opened, and says why on stderr', () => {
  const program = `
    const { observe } = require(${JSON.stringify(PACKAGE)});
    console.log(observe(() => 'result', 'agent')());
  `;
  const env = { ...process.env, KAGURA_DB: '/dev/null/kagura.db' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, 'result\n']);
  expect(stderr).toMatch(/KAGURA_STORE_OPEN.*\/dev\/null\/kagura\.db could not be opened/);
});

it('costs an importing program neither the SDK nor a native module until the first call', () => {
  const program = `
    require(${JSON.stringify(PACKAGE)});
    const loaded = Object.keys(require.cache).filter((path) => /opentelemetry.(sdk|exporter)|photostructure|prices.json/.test(path));
    console.log(JSON.stringify(loaded));
  `;
  const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([]);
});
