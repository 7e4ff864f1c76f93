export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposition {
  /** `counter`, `gauge` or `histogram` by family. */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const VALUE = /^(\+Inf|-?\d+(\.\d+)?(e[+-]?\d+)?)$/;

/**
 * Reads Prometheus' text format 0.0.4 and throws on whatever Prometheus would refuse or could misread: a second HELP
 * or TYPE, samples before their TYPE or of a family that was left, a duplicate series, a bad name, an escape that
 * does not exist, a histogram whose buckets do not add up, a line without its end.
 */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const reader = new ExpositionReader();
  for (const line of text.split('\n')) reader.line(line);
  reader.checkHistograms();
  return reader;
}

class ExpositionReader implements Exposition {
  readonly types = new Map<string, string>();
  readonly samples: Sample[] = [];
  readonly #helped = new Set<string>();
  readonly #series = new Set<string>();
  readonly #left = new Set<string>();
  #family = '';

  line(line: string): void {
    const comment = /^# (HELP|TYPE|UNIT) (\S+) (.+)$/.exec(line);
    if (comment) this.#comment(comment[1]!, comment[2]!, comment[3]!);
    else if (line.startsWith('#')) throw new Error(`not a known comment: ${line}`);
    else if (line !== '') this.#sample(line);
  }

  checkHistograms(): void {
    for (const [family, type] of this.types) if (type === 'histogram') this.#checkHistogram(family);
  }

  #comment(word: string, family: string, rest: string): void {
    if (!NAME.test(family)) throw new Error(`bad name ${family}`);
    if (family !== this.#family) {
      this.#left.add(this.#family);
      if (this.#left.has(family)) throw new Error(`${family} appears in two places`);
      this.#family = family;
    }
    if (word === 'HELP') {
      if (this.#helped.has(family)) throw new Error(`second HELP of ${family}`);
      this.#helped.add(family);
    } else if (word === 'TYPE') {
      if (this.types.has(family)) throw new Error(`second TYPE of ${family}`);
      if (!/^(counter|gauge|histogram)$/.test(rest)) throw new Error(`type ${rest} of ${family}`);
      this.types.set(family, rest);
    }
  }

  #sample(line: string): void {
    const parts = /^([^{ ]+)(?:\{(.*)\})? (\S+)$/s.exec(line);
    if (!parts) throw new Error(`not a sample: ${line}`);
    const [, name = '', labelText = '', valueText = ''] = parts;
    const type = this.types.get(this.#family);
    if (type === undefined) throw new Error(`no TYPE before ${line}`);
    const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    if (!suffixes.some((suffix) => name === this.#family + suffix))
      throw new Error(`${name} is not of ${this.#family}`);
    if (type === 'counter' && !name.endsWith('_total')) throw new Error(`counter ${name} lacks _total`);
    if (!VALUE.test(valueText)) throw new Error(`bad value in ${line}`);
    const labels = parseLabels(labelText);
    const key = `${name}${JSON.stringify(Object.entries(labels).sort())}`;
    if (this.#series.has(key)) throw new Error(`duplicate series ${line}`);
    this.#series.add(key);
    this.samples.push({ name, labels, value: Number(valueText.replace('+Inf', 'Infinity')) });
  }

  #checkHistogram(family: string): void {
    for (const { labels, value: count } of this.samples.filter(({ name }) => name === `${family}_count`)) {
      const same = JSON.stringify(labels);
      const buckets = this.samples.filter(
        ({ name, labels: { le: _, ...rest } }) =>
          name === `${family}_bucket` && JSON.stringify(rest) === same,
      );
      const bounds = buckets.map((bucket) => Number(bucket.labels.le?.replace('+Inf', 'Infinity')));
      const counts = buckets.map((bucket) => bucket.value);
      if (!ascends(bounds) || !ascends(counts)) throw new Error(`buckets of ${family}${same} do not ascend`);
      if (bounds.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${family}${same} has no +Inf`);
      if (counts.at(-1) !== count)
        throw new Error(`${family}${same} counts ${count} but holds ${counts.at(-1)}`);
    }
  }
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(,|$)/sy;
  for (let at = 0; at < text.length; at = label.lastIndex) {
    label.lastIndex = at;
    const [, name, value] = label.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`bad label at ${text.slice(at)}`);
    if (Object.hasOwn(labels, name)) throw new Error(`label ${name} twice`);
    if (value === '') throw new Error(`label ${name} is empty, which is the same as absent`);
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, index) => value >= (values[index - 1] ?? Number.NEGATIVE_INFINITY));
}
