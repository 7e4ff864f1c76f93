import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('writer.mjs', import.meta.url));

/** Beyond this the loop is given up, so that a writer that hangs fails the run. */
const LIMIT_MS = 110_000;
/** So many processes are killed while they start: that also interrupts the making of the database. */
const SHARE_KILLED_EARLY = 0.3;
const LONGEST_START_MS = 800;
/** The others are killed at some moment of this time, from when all of their threads write. */
const LONGEST_WRITING_MS = 100;

/**
 * Keeps processes writing one store, kills each with SIGKILL at a random moment and starts it again, until so many
 * have been killed; those that run then are stopped with SIGTERM.
 *
 * @returns the acknowledged span ids, and how the processes ended
 */
export async function runKillLoop({ database, kills, processes, threads, random }) {
  const outcome = { acknowledged: [], batches: 0, endings: [], errors: '', kills: 0, gaveUp: false };
  const running = new Set();
  const start = () => startWriter({ args: [database, threads], outcome, running });
  const limit = setTimeout(() => {
    outcome.gaveUp = true;
    for (const child of running) child.kill('SIGKILL');
  }, LIMIT_MS);
  let left = kills;
  const keepOneWriting = async () => {
    while (left > 0 && !outcome.gaveUp) {
      left -= 1;
      await killAtRandom(start(), random);
    }
    if (!outcome.gaveUp) outcome.endings.push(await stop(start()));
  };
  await Promise.all(Array.from({ length: processes }, keepOneWriting));
  clearTimeout(limit);
  return outcome;
}

async function killAtRandom({ child, ended, writing }, random) {
  if (random() < SHARE_KILLED_EARLY) await delay(random() * LONGEST_START_MS);
  else {
    await writing;
    await delay(random() * LONGEST_WRITING_MS);
  }
  child.kill('SIGKILL');
  await ended;
}

async function stop({ child, ended, writing }) {
  await writing;
  child.kill('SIGTERM');
  return ended;
}

function startWriter({ args, outcome, running }) {
  const child = spawn(process.execPath, [WRITER, ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const threads = new Set();
  const lines = createInterface({ input: child.stdout });
  const allWrite = new Promise((resolve) => {
    lines.on('line', (line) => {
      const [thread, ...ids] = line.split(' ');
      // Without the dot it was not written whole, and so acknowledges nothing.
      if (ids.pop() !== '.') return;
      outcome.acknowledged.push(...ids);
      outcome.batches += 1;
      if (threads.add(thread).size === args[1]) resolve();
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.errors += text;
  });
  const ended = once(child, 'close').then(([status, signal]) => {
    running.delete(child);
    if (signal === 'SIGKILL') outcome.kills += 1;
    return signal ?? status;
  });
  /** Resolves when all threads write, or when the process has ended. */
  const writing = Promise.race([ended, allWrite]);
  return { child, ended, writing };
}
