/** Where a text comes from that is about to be kept. */
export interface ContentPlace {
  /** Agent that the call counts for; `null` outside any. */
  readonly agent: string | null;
  readonly kind: 'agent' | 'model' | 'tool' | 'step';
  /** What went in, what came out, what is told of a failure, or an attribute of the application's. */
  readonly direction: 'input' | 'output' | 'error' | 'attribute';
}

/**
 * An application's own redaction: gives the text as it may be kept. It runs on the call path, for each text that is to be
 * kept, behind the rules and patterns. Where it throws, or gives anything but a text, a mark is kept instead.
 */
export type RedactionHook = (text: string, place: ContentPlace) => string;

/** Takes secrets out of texts before they are kept. None of its methods throws. */
export interface ContentFilter {
  /** The text without secrets, `limit` UTF-16 units at most. @default 65536, which is the most there is */
  text(text: string, limit?: number): string;
  /** The same for the name of a property, by rules and patterns only: functions are not to change what a message looks like. */
  name(name: string): string;
}
