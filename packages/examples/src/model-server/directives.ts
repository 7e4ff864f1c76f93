/** What a request asks of the stand-in besides an answer. */
export interface Directives {
  /** Answer with this HTTP status; `times` limits it to the first so many requests with the same prompt. */
  readonly error: { readonly status: number; readonly times: number } | undefined;
  /** Cut the connection in the middle of the answer. */
  readonly cut: boolean;
  /** End a stream in the middle with an error event. */
  readonly fail: boolean;
  /** Milliseconds to wait before answering. */
  readonly stallMs: number;
  /** Say nothing of what was used. */
  readonly withholdUsage: boolean;
  /** Milliseconds that a stream waits before its last event but one, which tells what was used. */
  readonly usageDelayMs: number;
  /** A field of the request that the server does not know, and answers with status 400. */
  readonly refusedField: string | undefined;
}

/** Request header that takes directives too, for prompts that must stay as they are. */
export const DIRECTIVE_HEADER = 'x-stand-in';

/**
 * Finds `[[error 429]]`, `[[error 503 times 2]]`, `[[cut]]`, `[[fail]]`, `[[stall 200]]`, `[[usage never]]`,
 * `[[usage late 200]]` and `[[refuse stream_options]]` in a text. What is not a directive, or has an impossible number,
 * is ordinary text.
 */
export function readDirectives(text: string): Directives {
  const [, status, times] = /\[\[error ([45]\d\d)(?: times (\d{1,3}))?\]\]/.exec(text) ?? [];
  return {
    error:
      status === undefined
        ? undefined
        : { status: Number(status), times: times === undefined ? Number.POSITIVE_INFINITY : Number(times) },
    cut: text.includes('[[cut]]'),
    fail: text.includes('[[fail]]'),
    stallMs: Number(/\[\[stall (\d{1,5})\]\]/.exec(text)?.[1] ?? 0),
    withholdUsage: text.includes('[[usage never]]'),
    usageDelayMs: Number(/\[\[usage late (\d{1,5})\]\]/.exec(text)?.[1] ?? 0),
    refusedField: /\[\[refuse (\w+)\]\]/.exec(text)?.[1],
  };
}
