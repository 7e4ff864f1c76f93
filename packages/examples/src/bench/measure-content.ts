import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redactText } from '@kagura/core';
import { observe, startObservability } from '@kagura/observability';
import { HOSTILE_TEXTS, LONG_PROMPT, ORDINARY_TEXTS } from './content-texts';
import { median } from './median';

export interface Duration {
  readonly name: string;
  readonly milliseconds: number;
}

/** What it costs to keep contents. */
export interface ContentMeasurement {
  /** Redaction of texts of 64 KB. */
  readonly redaction: readonly Duration[];
  /** A call with a prompt of 100 KB. */
  readonly calls: readonly Duration[];
}

const RUNS = 15;
const CALLS = 20;

export async function measureContent(): Promise<ContentMeasurement> {
  const hostile = HOSTILE_TEXTS.map((text) => timed(() => redactText(text)));
  return {
    redaction: [
      ...Object.entries(ORDINARY_TEXTS).map(([name, text]) => ({
        name,
        milliseconds: timed(() => redactText(text)),
      })),
      { name: `the slowest of ${hostile.length} hostile texts`, milliseconds: Math.max(...hostile) },
    ],
    calls: await measureLongPrompt(),
  };
}

/** On the call path: the store is written between the runs. */
async function measureLongPrompt(): Promise<Duration[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  const kagura = startObservability({
    database: join(folder, 'kagura.db'),
    capture: { maxBytes: 262_144 },
    register: false,
  });
  const answer = (prompt: unknown): number => (prompt ? 1 : 0);
  const quiet = observe(answer, { name: 'bench' });
  const logged = observe(answer, { name: 'bench', logPrompts: true });
  const durations: Duration[] = [];
  for (const [name, call] of [
    ['observed', quiet],
    ['observed, prompt kept', logged],
  ] as const) {
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const start = performance.now();
      for (let done = 0; done < CALLS; done += 1) call(LONG_PROMPT);
      runs.push((performance.now() - start) / CALLS);
      await kagura.flush();
    }
    durations.push({ name, milliseconds: median(runs) });
  }
  await kagura.shutdown();
  rmSync(folder, { recursive: true, force: true });
  return durations;
}

/** Milliseconds, of runs in a process that is warm. */
function timed(work: () => unknown): number {
  const run = (): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  run();
  return median(Array.from({ length: RUNS }, run));
}
