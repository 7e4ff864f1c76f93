import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RedisServer } from './redis-server';

/** Never closes its ledger. */
const PROGRAM = `
const { redisLedger } = require('@kagura/redis');
async function main() {
  const ledger = redisLedger({ url: process.argv[2] });
  const settled = await ledger.settle({ callId: 'a', amountNanoUsd: 1, charges: [] }).then(
    ({ isFirst }) => isFirst,
    ({ code }) => code,
  );
  const loaded = ['ioredis', 'redis'].filter((name) =>
    Object.keys(require.cache).some((path) => path.includes('/node_modules/' + name + '/')),
  );
  console.log(JSON.stringify({ settled, loaded }));
}
main().catch(({ code, message }) => console.log(JSON.stringify({ code, message })));
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An application with the packages as they are published, and these clients. */
function install(clients: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-stack-'));
  folders.push(folder);
  const modules = join(folder, 'node_modules');
  for (const name of ['core', 'redis']) {
    const source = join(__dirname, '..', '..', 'packages', name);
    const target = join(modules, '@kagura', name);
    mkdirSync(target, { recursive: true });
    for (const part of ['package.json', 'dist'])
      cpSync(join(source, part), join(target, part), { recursive: true });
  }
  for (const name of clients) {
    symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(modules, name));
  }
  writeFileSync(join(folder, 'program.cjs'), PROGRAM);
  return folder;
}

async function run(folder: string, url: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.cjs'), url], {
    timeout: 20_000,
  });
  return JSON.parse(stdout);
}

it.each([
  [['ioredis', 'redis'], 'ioredis'],
  [['ioredis'], 'ioredis'],
  [['redis'], 'redis'],
])('with %p installed a url is reached by %s, and the program ends by itself', async (clients, used) => {
  const folder = install(clients);
  const server = await RedisServer.start();
  try {
    expect(await run(folder, server.url)).toEqual({ settled: true, loaded: [used] });
  } finally {
    await server.stop();
  }
  expect(await run(folder, server.url)).toEqual({ settled: 'KAGURA_LEDGER_UNAVAILABLE', loaded: [used] });
});

it('says what to install where there is no client', async () => {
  expect(await run(install([]), 'redis://127.0.0.1:1')).toEqual({
    code: 'KAGURA_CONFIGURATION',
    message: expect.stringContaining('npm install ioredis'),
  });
});
