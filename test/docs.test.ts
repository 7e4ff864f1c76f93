import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const pages = [
  'README.md',
  'README.ja.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Code blocks in TypeScript with the comment line above them, which names the file they are taken from. */
function snippetsOf(page: string): { source: string | undefined; code: string }[] {
  return [...read(page).matchAll(/(?:<!-- (\S+) -->\n)?```ts\n([\s\S]*?)```/g)].map(([, source, code]) => ({
    source,
    code: code ?? '',
  }));
}

describe.each(pages)('%s', (page) => {
  it('shows only code that stands in the examples, where the tests run it', () => {
    for (const { source, code } of snippetsOf(page)) {
      expect({ source, code }).toEqual({ source, code: read(source ?? 'names no file') });
    }
  });

  it('links to files that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '');
    const broken = links.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(broken).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it('has a page for every snippet it checks', () => {
  expect(pages.flatMap(snippetsOf).length).toBeGreaterThan(8);
});
