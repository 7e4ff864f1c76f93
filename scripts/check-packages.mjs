// Packs every published package and checks the tarball as its consumers will see it: publint for the manifest,
// "are the types wrong" for every way of resolving types.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const packages = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private);

const run = (command, args) =>
  execFileSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    stdio: 'inherit',
  });

const target = mkdtempSync(join(tmpdir(), 'kagura-packed-'));
try {
  for (const folder of packages) {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [{ filename, files }] = JSON.parse(packed);
    const stray = files
      .map(({ path }) => path)
      .filter((path) => /\.(test|suite)\.|\/test\/|tsbuildinfo/.test(path));
    if (stray.length > 0) throw new Error(`${filename} holds test files: ${stray.slice(0, 5).join(', ')}`);
    const tarball = join(target, filename.replace('@', '').replace('/', '-'));
    console.log(`\n${filename}: ${files.length} files`);
    run('publint/src/cli.js', ['run', tarball, '--strict']);
    run('@arethetypeswrong/cli/dist/index.js', [tarball, '--format', 'table-flipped']);
  }
} finally {
  rmSync(target, { recursive: true, force: true });
}
