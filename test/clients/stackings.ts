import { observe } from '@kagura/observability';
import type { ModelCall } from './model-client.js';

type Stacking = (call: ModelCall, prompt: string) => Promise<unknown>;

/** What of Kagura's may stand around a call, whoever else tells of it. */
export const STACKINGS: Readonly<Record<string, Stacking>> = {
  alone: async ({ open, read }, prompt) => read(await open(prompt)),
  'inside an agent': ({ open, read }, prompt) => observe(async () => read(await open(prompt)), 'agent')(),
  'returned by an agent, read after it': async ({ open, read }, prompt) =>
    read(await observe(() => open(prompt), 'agent')()),
  'inside a model method': ({ open, read }, prompt) =>
    observe(async () => read(await open(prompt)), { name: 'ask', kind: 'model' })(),
  'returned by a model method of an agent': ({ open, read }, prompt) => {
    const ask = observe(() => open(prompt), { name: 'ask', kind: 'model' });
    return observe(async () => read(await ask()), 'agent')();
  },
};
