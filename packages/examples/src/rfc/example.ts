import type OpenAI from 'openai';

/** What an example of the feature request needs from outside. */
export interface Example {
  readonly openai: OpenAI;
  /** Takes one line of output. */
  readonly print: (line: string) => void;
}
