// The compilers of an install folder, each as a function that compiles `main.ts` of a consumer into `dist/main.js`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Runs Node.js as a program of its own would run: nothing of this script's npm and test environment reaches it. */
export function runNode(folder, ...args) {
  const { NODE_ENV, npm_package_name, KAGURA_DB, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return { stdout, stderr };
}

/** @param version 7, or 5 for what TypeScript 7 has given up */
export const tsc =
  (version, flags = '') =>
  (folder, install) => {
    const compiler = version === 7 ? 'typescript/bin/tsc' : 'typescript-5/bin/tsc';
    runNode(folder, join(install, 'node_modules', compiler), '-p', '.', ...flags.split(' ').filter(Boolean));
  };

export const esbuild = (options) => (folder, install) => {
  createRequire(join(install, 'package.json'))('esbuild').buildSync({
    absWorkingDir: folder,
    entryPoints: ['main.ts'],
    outfile: 'dist/main.js',
    target: 'node20',
    platform: 'node',
    logLevel: 'warning',
    ...options,
  });
};

/** @param transform swc's options for decorators */
export const swc = (module, transform) => (folder, install) => {
  const { transformSync } = createRequire(join(install, 'package.json'))('@swc/core');
  const { code } = transformSync(readFileSync(join(folder, 'main.ts'), 'utf8'), {
    configFile: false,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform },
    module: { type: module },
  });
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'main.js'), code);
};
