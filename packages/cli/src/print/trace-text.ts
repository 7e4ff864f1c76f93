import {
  displayWidth,
  formatCount,
  formatMilliseconds,
  formatTimestamp,
  formatTotalUsd,
  promptText,
  responseText,
  type StoredTrace,
  sanitizeLine,
  sanitizeText,
} from '@kagura/core';
import { errorLines } from './error-lines';
import { reportedCostLines } from './reported-cost';
import { timelineLines } from './timeline';
import { modelCallsOf, summarizeTrace, type TokenSum } from './trace-summary';

export interface TraceTextOptions {
  readonly timeZone: string;
  /** Shows long texts to their end. */
  readonly full: boolean;
}

/** Longest prompt or response that is shown whole, in characters. */
const CLIPPED_LENGTH = 2_000;

/** One invocation: how it went, what happened when, and what was said. */
export function formatTrace(trace: StoredTrace, { timeZone, full }: TraceTextOptions): string {
  const { root } = trace;
  const summary = summarizeTrace(trace);
  const startedAt = formatTimestamp(new Date(root.startUs / 1000), timeZone);
  const title = `Trace: ${sanitizeLine(root.name)} (${startedAt})`;
  const blocks = [
    [
      title,
      '='.repeat(displayWidth(title)),
      `Duration: ${formatMilliseconds(root.durationUs / 1000)}`,
      `Status: ${root.status === 'ok' ? 'Success' : 'Error'}`,
      `Cost: ${formatTotalUsd(summary.cost)}`,
    ],
    errorLines(root),
    ['Timeline:', ...timelineLines(trace)],
    reportedCostLines(trace),
    promptLines(trace, summary.inputTokens, full),
    responseLines(trace, summary.outputTokens, full),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** The invocation's own arguments, else what the first model call with a record was asked. */
function promptLines(trace: StoredTrace, tokens: TokenSum | null, full: boolean): string[] {
  const [first] = modelCallsOf(trace).flatMap((call) => call.content?.input ?? []);
  const text = promptText(trace.root.content?.input ?? first ?? null);
  return text === undefined
    ? [`Prompt: not captured${tokenText(tokens)}. Set logPrompts: true in @Observe to record it.`]
    : textBlock(`Prompt${tokenText(tokens)}:`, text, full);
}

/** The invocation's own result, else what the last model call with a record answered. */
function responseLines(trace: StoredTrace, tokens: TokenSum | null, full: boolean): string[] {
  const last = modelCallsOf(trace)
    .flatMap((call) => call.content?.output ?? [])
    .at(-1);
  const text = responseText(trace.root.content?.output ?? last ?? null);
  if (text !== undefined) {
    return textBlock(`Response${tokenText(tokens)}:`, text, full);
  }
  return trace.root.status === 'error'
    ? ['Response: none (failed)']
    : [`Response: not captured${tokenText(tokens)}. Set logResponses: true in @Observe to record it.`];
}

function tokenText(tokens: TokenSum | null): string {
  return tokens === null ? '' : ` (${tokens.complete ? '' : '≥ '}${formatCount(tokens.value)} tokens)`;
}

function textBlock(heading: string, text: string, full: boolean): string[] {
  const clean = sanitizeText(text);
  const hidden = full ? 0 : clean.length - CLIPPED_LENGTH;
  const lines = (hidden > 0 ? clip(clean) : clean).split('\n');
  return [
    heading,
    ...lines.map((line) => `  ${line}`.trimEnd()),
    ...(hidden > 0 ? [`  (+${formatCount(hidden)} characters; add --full)`] : []),
  ];
}

/** Not in the middle of a character that takes two code units. */
function clip(text: string): string {
  return text.slice(0, CLIPPED_LENGTH).replace(/[\ud800-\udbff]$/, '');
}
