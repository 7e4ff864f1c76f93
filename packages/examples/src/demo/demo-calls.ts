import { withContext } from '@kagura/observability';
import { FlakyAgent } from '../agents/flaky-agent';
import { ResearchAgent } from '../agents/research-agent';
import { StreamingAgent } from '../agents/streaming-agent';
import type { ModelClients } from '../model-clients';

const RESEARCH = [
  'What is a trace, and what does it show?',
  'Why do providers bill by token?',
  'What is kagura, and who is it performed for?',
] as const;

const STORIES = [
  'Tell me about the stage at a shrine in autumn.',
  'Tell me about a dancer who forgot the steps.',
  'Tell me about the flute that nobody could hear.',
  'Tell me about the last mask in the box.',
] as const;

/** Directives in double brackets make the stand-in fail; see `model-server`. */
const QUESTIONS = [
  'Which trains run tonight?',
  'Is the shop open on Sunday? [[error 429 times 1]]',
  'Where is my parcel?',
  'Can I change the address? [[error 503 times 2]]',
  'How do I get a refund?',
  'What went wrong with my order? [[error 500]]',
  'Do you ship to Kyoto?',
  'Please delete everything. [[error 400]]',
] as const;

/** How many calls of agents ended well and how many with an error. */
export interface DemoCalls {
  readonly succeeded: number;
  readonly failed: number;
}

/** Lets the three agents work at the same time, each on one call after the other, for two users. */
export async function makeDemoCalls(clients: ModelClients): Promise<DemoCalls> {
  const researcher = new ResearchAgent(clients);
  const narrator = new StreamingAgent(clients.openai);
  const supporter = new FlakyAgent(clients.openai);
  const outcomes = await Promise.all([
    inTurn(RESEARCH, (question) => researcher.research(question)),
    inTurn(STORIES, (question) => readAll(narrator.answer(question))),
    inTurn(QUESTIONS, (question) => supporter.ask(question)),
  ]);
  const failed = outcomes.flat().filter((outcome) => outcome === 'rejected').length;
  return { succeeded: outcomes.flat().length - failed, failed };
}

type Outcome = PromiseSettledResult<string>['status'];

async function inTurn(
  questions: readonly string[],
  ask: (question: string) => Promise<string>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, question] of questions.entries()) {
    const user = index % 2 === 0 ? 'aki' : 'mio';
    const asking = withContext({ user, session: `${user}-1` }, () => ask(question));
    const [{ status }] = await Promise.allSettled([asking]);
    outcomes.push(status);
  }
  return outcomes;
}

async function readAll(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
