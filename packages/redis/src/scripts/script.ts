import { createHash } from 'node:crypto';
import { PRELUDE } from './prelude';

/** A program that the server runs as one step. */
export interface Script {
  readonly name: string;
  readonly source: string;
  /** What the server calls it. */
  readonly sha: string;
}

/**
 * Every script has one key, which all keys of the ledger begin with, and begins its arguments with the two that the
 * prelude reads. It answers a list of texts, the first of which is the time on the ledger's clock.
 */
export function defineScript(name: string, body: string): Script {
  const source = `${PRELUDE}\n${body.trim()}\n`;
  return { name, source, sha: createHash('sha1').update(source).digest('hex') };
}
