import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request for metrics, whatever its path. The promise resolves when the answer is handed over; it never rejects. */
export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
