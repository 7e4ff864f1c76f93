// Compiles the core of the OpenTelemetry Collector from Debian's packages of its sources, with Debian's Go. Nothing is
// installed: the packages are unpacked in a folder of our own, so that neither root nor another Debian is needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Only here are versions that know the components by their present names. */
const SUITE = 'sid';
const PACKAGES = ['golang-go', 'golang-opentelemetry-collector-dev', 'golang-github-coreos-bbolt-dev'];
const DOWNLOAD_MS = 10 * 60_000;
const COMPILE_MS = 20 * 60_000;

const sources = join(dirname(fileURLToPath(import.meta.url)), 'core');

/**
 * The program and the version of the packages it was made of. It is compiled where the folder does not have it yet for
 * these sources: 300 MB of packages and three minutes of two processors.
 *
 * @throws Error that says what is missing
 */
export function buildCore(folder) {
  const goFiles = readdirSync(sources).filter((name) => name.endsWith('.go'));
  const digest = createHash('sha256');
  for (const name of goFiles.sort()) digest.update(readFileSync(join(sources, name)));
  const home = join(folder, digest.digest('hex').slice(0, 16));
  const program = join(home, 'collector');
  const versionFile = join(home, 'version.txt');
  if (!existsSync(versionFile)) {
    mkdirSync(home, { recursive: true });
    const work = join(home, 'work');
    rmSync(work, { recursive: true, force: true });
    const archives = download(join(work, 'apt'));
    unpack(archives, join(work, 'root'));
    compile({ root: join(work, 'root'), work, program });
    writeFileSync(versionFile, versionOf(archives, PACKAGES[1]));
    rmSync(work, { recursive: true, force: true });
  }
  return { program, version: readFileSync(versionFile, 'utf8') };
}

function run(command, args, options = {}) {
  // The least of priorities: whoever builds this does something else meanwhile.
  const { error, status, stdout, stderr } = spawnSync('nice', ['-n', '19', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (error === undefined && status === 0) return stdout;
  const reason = error?.message ?? `exit status ${status}\n${stdout}${stderr}`.slice(-4_000);
  throw new Error(`${command} ${args[0] ?? ''}: ${reason}`);
}

/** Where this system has its Debian packages from. */
function archiveAddress() {
  const format = ['--format', '$(ORIGIN) $(COMPONENT) $(REPO_URI)', 'Created-By: Packages'];
  const lines = run('apt-get', ['indextargets', ...format]).split('\n');
  const found = lines.map((line) => /^Debian main (\S+\/debian)\/?$/.exec(line)?.[1]).find(Boolean);
  if (found) return found;
  throw new Error('apt has no Debian archive among its sources; run this on Debian, after `apt-get update`');
}

/** Loads the packages and all that they depend on, with lists and an archive of our own. */
function download(apt) {
  for (const path of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(apt, path), { recursive: true });
  }
  const list = join(apt, 'sources.list');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(list, `deb [signed-by=${keyring}] ${archiveAddress()} ${SUITE} main\n`);
  // Nothing counts as installed, so that what is loaded does not depend on the machine.
  writeFileSync(join(apt, 'status'), '');
  const options = [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State=${join(apt, 'state')}`,
    `Dir::State::status=${join(apt, 'status')}`,
    `Dir::Cache=${join(apt, 'cache')}`,
    'APT::Sandbox::User=root',
    'APT::Install-Recommends=false',
    'Acquire::Languages=none',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', ['update', '-qq', ...options], { timeout: DOWNLOAD_MS });
  const install = ['install', '-qq', '--yes', '--download-only', ...options, ...PACKAGES];
  run('apt-get', install, { timeout: DOWNLOAD_MS });
  const archives = join(apt, 'cache', 'archives');
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/** The rest is what Go's own tools would need to be installed: a C compiler, certificates. */
function unpack(archives, root) {
  mkdirSync(root);
  for (const archive of archives.filter((path) => /\/golang-[^/]*$/.test(path))) {
    run('dpkg-deb', ['--extract', archive, root]);
  }
}

function compile({ root, work, program }) {
  const library = join(root, 'usr', 'lib');
  const release = readdirSync(library).find((name) => /^go-\d/.test(name));
  if (release === undefined) throw new Error('the packages of Go have no compiler in them');
  const GOROOT = join(library, release);
  run(join(GOROOT, 'bin', 'go'), ['build', '-trimpath', '-o', program, '.'], {
    cwd: sources,
    timeout: COMPILE_MS,
    env: {
      PATH: process.env.PATH,
      HOME: work,
      GOROOT,
      GOPATH: join(root, 'usr', 'share', 'gocode'),
      GOCACHE: join(work, 'cache'),
      GOTMPDIR: work,
      // Debian's sources are a GOPATH, and nothing may be loaded from elsewhere.
      GO111MODULE: 'off',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: '0',
    },
  });
}

function versionOf(archives, name) {
  const archive = archives.find((path) => path.includes(`/${name}_`)) ?? '';
  return /_([^_]+)_\w+\.deb$/.exec(archive)?.[1] ?? 'unknown';
}
