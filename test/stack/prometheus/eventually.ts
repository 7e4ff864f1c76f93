import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 40_000;
const BETWEEN_MS = 200;

/** The first answer that is there; servers take what they are sent in their own time. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS;
  let failure: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      failure = error;
    }
    await delay(BETWEEN_MS);
  }
  throw new Error(`${what} did not come within ${PATIENCE_MS} ms`, { cause: failure });
}
