import { observe } from '@kagura/observability';
import type { ModelCall } from './model-client.js';

interface Stacking {
  readonly run: (call: ModelCall, prompt: string) => Promise<unknown>;
  /** An observed function returns the answer or stream as the client gave it out, so that its usage is known anyway. */
  readonly isReturned?: true;
}

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
  },
  'returned by a model method of an agent': {
    run: ({ open, read }, prompt) => {
      const ask = observe(() => open(prompt), { name: 'ask', kind: 'model' });
      return observe(async () => read(await ask()), 'agent')();
    },
    isReturned: true,
  },
};
