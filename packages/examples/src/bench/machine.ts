import { cpus, totalmem } from 'node:os';

/** What and when the figures were measured on: they mean nothing without it. */
export function describeMeasurement(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${process.platform} ${process.arch}, ${cpus().length} × ${first?.model.trim() || 'unnamed processor'}, ${memory} GiB, Node.js ${process.version}`;
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
}
