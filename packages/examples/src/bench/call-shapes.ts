/** Leaves a function as it is, or observes it. */
export type Wrap = <Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
) => (...args: Args) => Result;

/** Work whose cost lies in its shape, not in what one call does. */
export interface CallShape {
  /** Units of work that one run does. */
  readonly units: number;
  readonly make: (wrap: Wrap) => () => Promise<unknown>;
}

const CHUNKS = 200;
const DEPTH = 5;
const CONCURRENT = 1_000;

/** As the clients of OpenAI give them out; the last one tells the usage. */
const STREAM = Array.from({ length: CHUNKS }, (_, index) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, delta: { content: 'token ' }, finish_reason: index === CHUNKS - 1 ? 'stop' : null }],
  ...(index === CHUNKS - 1 && {
    usage: { prompt_tokens: 100, completion_tokens: CHUNKS, total_tokens: 100 + CHUNKS },
  }),
}));

function streaming(wrap: Wrap): () => Promise<unknown> {
  const ask = wrap(async function* () {
    yield* STREAM;
  });
  return async () => {
    for await (const _ of ask());
  };
}

function nested(wrap: Wrap): () => Promise<unknown> {
  const levels = Array.from({ length: DEPTH }).reduce<() => Promise<number>>(
    (inner) => wrap(async () => (await inner()) + 1),
    async () => 0,
  );
  return levels;
}

function concurrent(wrap: Wrap): () => Promise<unknown> {
  const call = wrap((_index: number) => new Promise((resolve) => setImmediate(resolve)));
  return () => Promise.all(Array.from({ length: CONCURRENT }, (_, index) => call(index)));
}

export const CALL_SHAPES = {
  'a chunk of a stream of 200': { units: CHUNKS, make: streaming },
  'five calls inside one another': { units: 1, make: nested },
  'one of 1,000 calls at a time': { units: CONCURRENT, make: concurrent },
} as const satisfies Record<string, CallShape>;

export type ShapeName = keyof typeof CALL_SHAPES;
