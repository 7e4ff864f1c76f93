// The published packages as their consumers get them: packed, and installed from the tarballs.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];

/** A folder outside the repository, so that nothing resolves to the workspace. It is gone when the script ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-packed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Path of the tarball of every published package, by the package's name. */
export function packPackages(target) {
  const tarballs = new Map();
  for (const folder of readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))) {
    const { name, private: isPrivate, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (isPrivate) continue;
    if (!existsSync(join(folder, main))) throw new Error(`${name} is not built: run "npm run build" first.`);
    const output = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', target], folder);
    const [{ filename }] = JSON.parse(output);
    tarballs.set(name, join(target, filename.replace('@', '').replace('/', '-')));
  }
  return tarballs;
}

/** Installs tarballs, and nothing else but what they ask for, into a new folder. */
export function installClean(folder, tarballs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  npm(['install', ...QUIET, ...tarballs], folder);
  return folder;
}

/** Installs the packages that `source` locks, then tarballs beside them, into a new folder. */
export function installBeside(folder, { source, tarballs, env }) {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(source, file), join(folder, file));
  npm(['ci', ...QUIET], folder, env);
  // npm tells that it turns the optional peers into dependencies, as it should.
  npm(
    ['install', '--save-prod', '--no-package-lock', '--loglevel=error', ...QUIET, ...tarballs],
    folder,
    env,
  );
  return folder;
}

function npm(args, cwd, env = process.env) {
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
