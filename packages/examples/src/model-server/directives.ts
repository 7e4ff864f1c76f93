/** What a request asks of the stand-in besides an answer. */
export interface Directives {
  /** Answer with this HTTP status; `times` limits it to the first so many requests with the same prompt. */
  readonly error: { readonly status: number; readonly times: number } | undefined;
  /** Cut the connection in the middle of the answer. */
  readonly cut: boolean;
  /** Milliseconds to wait before answering. */
  readonly stallMs: number;
}

const DIRECTIVE = /\[\[(error|stall|cut)(?: (\d{1,5}))?(?: times (\d{1,3}))?\]\]/g;
const LOWEST_ERROR_STATUS = 400;
const HIGHEST_ERROR_STATUS = 599;

/** Request header that takes directives too, for prompts that must stay as they are. */
export const DIRECTIVE_HEADER = 'x-stand-in';

/**
 * Finds `[[error 429]]`, `[[error 503 times 2]]`, `[[cut]]` and `[[stall 200]]` in a text. What is not a directive,
 * or has an impossible number, is ordinary text.
 */
export function readDirectives(text: string): Directives {
  let error: Directives['error'];
  let cut = false;
  let stallMs = 0;
  for (const [, name, value, times] of text.matchAll(DIRECTIVE)) {
    const number = Number(value ?? Number.NaN);
    if (name === 'cut') cut = true;
    else if (name === 'stall' && number >= 0) stallMs = number;
    else if (name === 'error' && number >= LOWEST_ERROR_STATUS && number <= HIGHEST_ERROR_STATUS) {
      error = { status: number, times: times === undefined ? Number.POSITIVE_INFINITY : Number(times) };
    }
  }
  return { error, cut, stallMs };
}
