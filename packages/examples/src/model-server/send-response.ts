import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ServerSentEvent, StreamFormat } from './endpoint';

/** How sending an answer ended, and how many of its tokens went out. */
export interface Delivery {
  readonly outcome: 'answered' | 'cut' | 'abandoned';
  /** Tokens sent by a stream that did not reach its end; `undefined` when all was sent. */
  readonly sentTokens: number | undefined;
}

/**
 * Sends a JSON body; `cut` ends the connection after its first half. Whatever arrives, the model has written the
 * whole answer.
 */
export async function sendJson(response: ServerResponse, body: unknown, cut = false): Promise<Delivery> {
  const bytes = Buffer.from(JSON.stringify(body));
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', bytes.length);
  if (response.closed) return { outcome: 'abandoned', sentTokens: undefined };
  if (!cut) {
    response.end(bytes);
    return { outcome: 'answered', sentTokens: undefined };
  }
  await write(response, bytes.subarray(0, Math.floor(bytes.length / 2)));
  response.destroy();
  return { outcome: 'cut', sentTokens: undefined };
}

export interface EventStreamOptions {
  /** @default server-sent events */
  readonly format: StreamFormat | undefined;
  /** What ends the stream after half of its events: a cut of the connection, or an event that tells of an error. */
  readonly brokenBy: 'cut' | ServerSentEvent | undefined;
  /** Milliseconds between two events. */
  readonly intervalMs: number;
  /** Milliseconds more before the last event but one. */
  readonly delayBeforeLastMs: number;
}

const SERVER_SENT_EVENTS: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  encode({ event, data }) {
    const name = event === undefined ? '' : `event: ${event}\n`;
    return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
  },
};

/** Sends events until they end, the client goes away, or half of them are out and the stream is to break. */
export async function sendEvents(
  response: ServerResponse,
  events: readonly ServerSentEvent[],
  { format = SERVER_SENT_EVENTS, brokenBy, intervalMs, delayBeforeLastMs }: EventStreamOptions,
): Promise<Delivery> {
  response.setHeader('content-type', format.contentType);
  response.setHeader('cache-control', 'no-cache');
  const last = brokenBy ? Math.floor(events.length / 2) : events.length;
  let sentTokens = 0;
  for (const [index, event] of events.slice(0, last).entries()) {
    if (delayBeforeLastMs > 0 && index === events.length - 2) await setTimeout(delayBeforeLastMs);
    if (response.closed) return { outcome: 'abandoned', sentTokens };
    await write(response, format.encode(event));
    sentTokens += event.tokens ?? 0;
    // Lets the server notice a client that has left before it writes on.
    await (intervalMs > 0 ? setTimeout(intervalMs) : setImmediate());
  }
  if (brokenBy === 'cut') {
    response.destroy();
    return { outcome: 'cut', sentTokens };
  }
  if (brokenBy) await write(response, format.encode(brokenBy));
  response.end();
  return { outcome: brokenBy ? 'cut' : 'answered', sentTokens: brokenBy ? sentTokens : undefined };
}

/** Resolves when the chunk was handed to the system, or when the connection is gone. */
function write(response: ServerResponse, chunk: string | Uint8Array): Promise<void> {
  if (response.closed) return Promise.resolve();
  return new Promise((resolve) => {
    // A connection that closes under a write never calls back.
    response.once('close', resolve);
    response.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}
