import { cpus, totalmem } from 'node:os';

/** What the figures were measured on: they mean nothing without it. */
export function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${process.platform} ${process.arch}, ${cpus().length} × ${first?.model.trim() || 'unnamed processor'}, ${memory} GiB, Node.js ${process.version}`;
}
