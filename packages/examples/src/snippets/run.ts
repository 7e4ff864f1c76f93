import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clientEnvironment, type EnvironmentClient, hasKey } from '../model-server/client-environment';
import { startModelServer } from '../model-server/model-server';

interface Program {
  main(): Promise<void>;
}

/** Loaded late, because their clients take key and address from the environment at once. */
const PROGRAMS = {
  openai: (): Program => require('./observed-openai'),
  'azure-openai': (): Program => require('./observed-azure-openai'),
  anthropic: (): Program => require('./observed-anthropic'),
} satisfies Partial<Record<EnvironmentClient, () => Program>>;

/** Runs the example of a client: with its provider where a key for it is set, else on a stand-in server. */
async function run(name = ''): Promise<void> {
  if (!isProgram(name)) throw new Error(`"${name}" is none of ${Object.keys(PROGRAMS).join(', ')}`);
  process.env.KAGURA_DB ??= emptyDatabase();
  if (hasKey(name, process.env)) return PROGRAMS[name]().main();
  const server = await startModelServer();
  Object.assign(process.env, clientEnvironment(name, server));
  try {
    await PROGRAMS[name]().main();
  } finally {
    await server.close();
  }
}

function isProgram(name: string): name is keyof typeof PROGRAMS {
  return Object.hasOwn(PROGRAMS, name);
}

/** Each run begins with an empty database, so that its numbers are those of the calls that it makes. */
function emptyDatabase(): string {
  const path = join('.kagura', 'example.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  return path;
}

run(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
