/** One way to ask a model through a client, in two steps, because what it gives out may be read later and elsewhere. */
export interface ModelCall {
  /** Asks, and gives out what the application gets: an answer, or a stream to be read. */
  open(prompt: string): unknown;
  /** Reads all of it and gives out what the application saw. */
  read(opened: unknown): Promise<unknown>;
  /** Requests that it takes. @default 1 */
  readonly requests?: number;
}

/** A provider's client, or a library in front of it, pointed at the stand-in server. */
export interface ModelClient {
  readonly model: string;
  /** The provider's name in the conventions of OpenTelemetry. */
  readonly provider: string;
  /** True where answers do not name the model, so that the application has to. */
  readonly hidesModel?: boolean;
  /** The object that `observeClient()` takes; absent where it knows none. */
  readonly client?: object;
  readonly calls: Readonly<Record<string, ModelCall>>;
}

/** A call that answers in one piece. */
export function whole(open: (prompt: string) => unknown): ModelCall {
  return { open, read: async (opened) => opened };
}

/** A call whose answer is iterated over; `pick` finds what to iterate where that is only a part. */
export function streamed(
  open: (prompt: string) => unknown,
  pick: (opened: never) => unknown = (opened) => opened,
): ModelCall {
  return {
    open,
    async read(opened) {
      const chunks: unknown[] = [];
      for await (const chunk of pick(opened as never) as AsyncIterable<unknown>) chunks.push(chunk);
      return chunks;
    },
  };
}
