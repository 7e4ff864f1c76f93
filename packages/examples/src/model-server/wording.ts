import { hash } from './hash';
import type { ModelRequest } from './model-request';

const LONGEST_EXCERPT = 80;

/** Said after the opening, one after the other, beginning at a place that depends on the prompt. */
const SENTENCES = [
  'A model would reason about it here, compare what it knows and weigh the evidence.',
  'The stand-in has no knowledge of its own, so it only shows where an answer goes.',
  'Its length depends on the question, which keeps the token counts different but repeatable.',
  'Nothing was sent over the network and nobody was billed for these words.',
  'Ask the same again and you will read the same again.',
  'The numbers around this text are counted by one simple rule: four characters are one token.',
] as const;

const FEWEST_SENTENCES = 2;

/** The text of an answer, derived from the request alone. */
export function wordAnswer(request: ModelRequest): string {
  const opening =
    request.toolResults.length > 0
      ? `The tools returned: ${excerpt(request.toolResults.join('; '))}`
      : `You asked: ${excerpt(request.prompt)}`;
  const seed = hash(request.prompt);
  const count = FEWEST_SENTENCES + (seed % (SENTENCES.length - FEWEST_SENTENCES));
  const sentences = Array.from({ length: count }, (_, index) => SENTENCES[(seed + index) % SENTENCES.length]);
  return [opening, ...sentences].join(' ');
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  const short = characters.length > LONGEST_EXCERPT;
  return short ? `${characters.slice(0, LONGEST_EXCERPT).join('')}…` : line.replace(/(?<![.!?])$/, '.');
}
