import { GEN_AI, KAGURA, type SpanContent } from '@kagura/core';
import type { Span } from '@opentelemetry/api';
import type { CallFrame } from './call-frame';
import { LocalSpan } from './local-span';

/**
 * Writes captured content onto the span, in the conventions' message format for agents and requests to models, and as
 * plain JSON elsewhere. Where no exporter would read it (our private provider without one) the text is not built.
 */
export function stampContent(frame: CallFrame, content: SpanContent): void {
  if (frame.span instanceof LocalSpan || !frame.span.isRecording()) return;
  const { input, output } = content;
  if (frame.exchange) {
    // What went in stands on the span since its start.
    const isMessages = frame.exchange.output() !== undefined;
    setTexts(frame.span, { [isMessages ? GEN_AI.outputMessages : KAGURA.output]: output });
    return;
  }
  switch (frame.kind) {
    case 'agent':
      if (input !== null) frame.span.setAttribute(GEN_AI.inputMessages, message('user', input));
      if (output !== null) frame.span.setAttribute(GEN_AI.outputMessages, message('assistant', output));
      return;
    case 'tool':
      setTexts(frame.span, { [GEN_AI.toolArguments]: input, [GEN_AI.toolResult]: output });
      return;
    default:
      setTexts(frame.span, { [KAGURA.input]: input, [KAGURA.output]: output });
  }
}

function setTexts(span: Span, texts: Readonly<Record<string, string | null>>): void {
  for (const [key, text] of Object.entries(texts)) {
    if (text !== null) span.setAttribute(key, text);
  }
}

/** One message with one text part. A JSON array of a single string, or a JSON string, is that string; all else stays JSON. */
function message(role: string, json: string): string {
  const single = json.startsWith('["') ? parseSingleString(json) : json.startsWith('"') ? json : undefined;
  return `[{"role":"${role}","parts":[{"type":"text","content":${single ?? JSON.stringify(json)}}]}]`;
}

/** The one string inside `["…"]`, still as JSON text; `undefined` for any other array. */
function parseSingleString(json: string): string | undefined {
  const items = JSON.parse(json) as unknown[];
  return items.length === 1 && typeof items[0] === 'string' ? json.slice(1, -1) : undefined;
}
