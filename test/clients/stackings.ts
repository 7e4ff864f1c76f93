import { observe } from '@kagura/observability';
import type { ModelCall } from './model-client.js';

interface Stacking {
  readonly run: (call: ModelCall, prompt: string) => Promise<unknown>;
  /** An observed function returns the answer or stream as the client gave it out, so that its usage is known anyway. */
  readonly isReturned?: true;
  /** It tells of a call that fails, whoever else does. */
  readonly tellsFailure?: true;
  /** How often it makes the call. @default 1 */
  readonly times?: number;
}

const askOf = ({ open }: ModelCall) => observe(open, { name: 'ask', kind: 'model' });

/** What of Kagura's may stand around a call, whoever else tells of it. */
export const STACKINGS: Readonly<Record<string, Stacking>> = {
  alone: { run: async ({ open, read }, prompt) => read(await open(prompt)) },
  'inside an agent': {
    run: ({ open, read }, prompt) => observe(async () => read(await open(prompt)), 'agent')(),
  },
  'returned by an agent, read after it': {
    run: async ({ open, read }, prompt) => read(await observe(() => open(prompt), 'agent')()),
    isReturned: true,
  },
  'inside a model method': {
    run: ({ open, read }, prompt) =>
      observe(async () => read(await open(prompt)), { name: 'ask', kind: 'model' })(),
    tellsFailure: true,
  },
  'returned by a model method of an agent': {
    run: (call, prompt) => {
      const ask = askOf(call);
      return observe(async () => call.read(await ask(prompt)), 'agent')();
    },
    isReturned: true,
    tellsFailure: true,
  },
  'twice in an agent, one after the other': {
    run: ({ open, read }, prompt) =>
      observe(async () => [await read(await open(prompt)), await read(await open(prompt))], 'agent')(),
    times: 2,
  },
  'twice at once, returned by a model method of an agent': {
    run: (call, prompt) => {
      const ask = askOf(call);
      const askAndRead = async () => call.read(await ask(prompt));
      return observe(() => Promise.all([askAndRead(), askAndRead()]), 'agent')();
    },
    isReturned: true,
    times: 2,
  },
};
