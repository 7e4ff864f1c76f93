import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ending, runProgram } from './run-program';

const ROOT = join(__dirname, '..', '..', '..', '..');
const COPIED = ['core', 'store', 'observability'];

/** A folder in which the built packages are installed twice, as `a` and as `b`; other packages are shared by both. */
export class PackageCopies {
  #folder = '';

  get database(): string {
    return join(this.#folder, 'kagura.db');
  }

  /** For `beforeAll`. */
  install(): void {
    this.#folder = realpathSync(mkdtempSync(join(tmpdir(), 'kagura-copies-')));
    for (const copy of ['a', 'b']) this.#installInto(join(this.#folder, copy));
    writeFileSync(join(this.#folder, 'a', 'index.mjs'), "export * from '@kagura/observability';\n");
    writeFileSync(
      join(this.#folder, 'b', 'index.cjs'),
      "module.exports = require('@kagura/observability');\n",
    );
  }

  /** For `beforeEach`: every test begins without a database. */
  forget(): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.database + suffix, { force: true });
  }

  /** For `afterAll`. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Runs an ES module in which `a` is the one copy, imported, and `b` the other, required. `require` finds what `b`
   * finds.
   */
  run(program: string): Promise<Ending> {
    const file = join(this.#folder, 'program.mjs');
    writeFileSync(
      file,
      `import { createRequire } from 'node:module';
       import * as a from './a/index.mjs';
       const require = createRequire(new URL('./b/index.cjs', import.meta.url));
       const b = require('./index.cjs');
       const database = ${JSON.stringify(this.database)};
       ${program}`,
    );
    return runProgram({ args: [file], env: { KAGURA_DB: this.database } });
  }

  #installInto(folder: string): void {
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '@kagura'), { recursive: true });
    for (const name of COPIED) {
      cpSync(join(ROOT, 'packages', name), join(modules, '@kagura', name), {
        recursive: true,
        filter: (source) => !/\/(src|node_modules|test|__fixtures__)$|\.(test|suite)\./.test(source),
      });
    }
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name !== '@kagura' && !name.startsWith('.'))
        symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
  }
}
