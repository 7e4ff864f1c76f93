import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDatabasePath, findDatabase } from './find-database';
import { cleanUp, temporaryFolder } from './test/temporary-store';

afterEach(cleanUp);

/** A project with a package in it, and the folder inside the package where a program runs. */
function project() {
  const root = temporaryFolder();
  const member = join(root, 'packages', 'app');
  const cwd = join(member, 'src');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(member, 'package.json'), '{}');
  writeFileSync(join(root, 'package.json'), '{}');
  return { root, member, cwd };
}

function addDatabase(folder: string): string {
  mkdirSync(join(folder, '.kagura'));
  writeFileSync(join(folder, '.kagura', 'kagura.db'), '');
  return join(folder, '.kagura', 'kagura.db');
}

describe('findDatabase', () => {
  it('finds the nearest database upward', () => {
    const { root, member, cwd } = project();
    const outer = addDatabase(root);
    expect(findDatabase(cwd)).toBe(outer);
    const inner = addDatabase(member);
    expect(findDatabase(cwd)).toBe(inner);
  });

  it('finds nothing where a folder holds no database', () => {
    const { member, cwd } = project();
    mkdirSync(join(member, '.kagura'));
    expect(findDatabase(cwd)).toBeUndefined();
  });
});

describe('defaultDatabasePath', () => {
  it('is beside the nearest package.json', () => {
    const { member, cwd } = project();
    expect(defaultDatabasePath(cwd)).toBe(join(member, '.kagura', 'kagura.db'));
  });

  it('is in an existing folder further up, even without a database', () => {
    const { root, cwd } = project();
    mkdirSync(join(root, '.kagura'));
    expect(defaultDatabasePath(cwd)).toBe(join(root, '.kagura', 'kagura.db'));
  });

  it('is not in a file that is called like the folder', () => {
    const { root, member, cwd } = project();
    writeFileSync(join(root, '.kagura'), '');
    expect(defaultDatabasePath(cwd)).toBe(join(member, '.kagura', 'kagura.db'));
  });

  it('is in the working directory where there is no package', () => {
    const folder = temporaryFolder();
    expect(defaultDatabasePath(folder)).toBe(join(folder, '.kagura', 'kagura.db'));
  });
});
