import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Figures that are measured and written together. */
export type Section = 'calls' | 'shapes' | 'core' | 'content' | 'ledger' | 'store';

const PAGE = join(__dirname, '../../../../docs/performance.md');
const MARKERS: Readonly<Record<Section, readonly [begin: string, end: string]>> = {
  calls: ['<!-- measured: begin -->', '<!-- measured: end -->'],
  shapes: ['<!-- measured shapes: begin -->', '<!-- measured shapes: end -->'],
  core: ['<!-- measured core: begin -->', '<!-- measured core: end -->'],
  content: ['<!-- measured content: begin -->', '<!-- measured content: end -->'],
  ledger: ['<!-- measured ledger: begin -->', '<!-- measured ledger: end -->'],
  store: ['<!-- measured store: begin -->', '<!-- measured store: end -->'],
};

/** Replaces the figures of a section in docs/performance.md. */
export function writePage(section: Section, figures: string): void {
  const [begin, end] = MARKERS[section];
  const page = readFileSync(PAGE, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for figures: ${begin} … ${end}`);
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n${figures}\n${page.slice(to)}`);
}
