export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since the epoch and the value, as text; one for an instant, several for a range. */
  readonly values: readonly (readonly [number, string])[];
}

export interface Answer {
  readonly samples: readonly Sample[];
  /** What the server finds strange about the question, as a rate of what is no counter. */
  readonly complaints: readonly string[];
}

interface RawSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

interface RawAnswer {
  readonly status: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
  readonly data: {
    readonly resultType: string;
    readonly result: readonly RawSample[] | readonly [number, string];
  };
}

/** Asks a server that speaks PromQL over Prometheus' HTTP API. Times are seconds since the epoch. */
export class PrometheusApi {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  instant(query: string, time?: number): Promise<Answer> {
    return this.#ask('query', { query, ...(time === undefined ? {} : { time: String(time) }) });
  }

  range(query: string, { start, end, step }: { start: number; end: number; step: number }): Promise<Answer> {
    return this.#ask('query_range', {
      query,
      start: String(start),
      end: String(end),
      step: String(step),
    });
  }

  async get<Data>(path: string): Promise<Data> {
    const response = await fetch(`${this.#url}/api/v1/${path}`);
    const { data } = (await response.json()) as { data: Data };
    return data;
  }

  async #ask(path: string, parameters: Record<string, string>): Promise<Answer> {
    const body = new URLSearchParams(parameters);
    const response = await fetch(`${this.#url}/api/v1/${path}`, { method: 'POST', body });
    const answer = (await response.json()) as RawAnswer;
    if (answer.status !== 'success') throw new Error(`${parameters.query}: ${answer.error}`);
    const { resultType, result } = answer.data;
    return {
      samples:
        resultType === 'scalar'
          ? [{ metric: {}, values: [result as readonly [number, string]] }]
          : (result as readonly RawSample[]).map(({ metric, value, values }) => ({
              metric,
              values: values ?? (value ? [value] : []),
            })),
      complaints: [...(answer.warnings ?? []), ...(answer.infos ?? [])],
    };
  }
}

/** Some number came back: neither nothing, nor only quotients of zero by zero. */
export function hasNumbers({ samples }: Answer): boolean {
  return samples.some(({ values }) => values.some(([, value]) => Number.isFinite(Number(value))));
}
