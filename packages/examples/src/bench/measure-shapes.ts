import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALL_SHAPES, type ShapeName } from './call-shapes';
import { median } from './median';

export interface ShapeMeasurement {
  readonly name: ShapeName;
  /** Microseconds of a unit of the work, as its caller sees it. */
  readonly bareUs: number;
  readonly observedUs: number;
}

/** What work of some shapes costs without and with us: medians of so many runs, each in a process of its own. */
export function measureShapes(rounds: number): ShapeMeasurement[] {
  const names = Object.keys(CALL_SHAPES) as ShapeName[];
  return names.map((name) => {
    const runs = Array.from({ length: rounds }, () => ({ bare: bareRun(name), observed: observedRun(name) }));
    return {
      name,
      bareUs: median(runs.map(({ bare }) => bare)),
      observedUs: median(runs.map(({ observed }) => observed)),
    };
  });
}

function bareRun(name: ShapeName, ...folder: string[]): number {
  const program = join(__dirname, 'measure-shape.js');
  return Number(execFileSync(process.execPath, [program, name, ...folder], { encoding: 'utf8' }));
}

function observedRun(name: ShapeName): number {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  try {
    return bareRun(name, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
