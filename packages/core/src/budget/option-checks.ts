import { ConfigurationError } from '../errors';
import { nanoFromUsd } from '../money';
import { suggest } from '../suggest';

/** Checks options that people write. Every error says whose they are, which one, what was received and what would do. */
export class OptionChecks {
  readonly #where: string;

  /** @param where for example `Budget "monthly"` */
  constructor(where: string) {
    this.#where = where;
  }

  /** Non-negative US dollars as nano-dollars. */
  amount(name: string, value: unknown): number {
    const nanoUsd = typeof value === 'number' || typeof value === 'string' ? nanoFromUsd(value) : undefined;
    if (nanoUsd !== undefined) return nanoUsd;
    throw this.refused(name, value, 'US dollars, 0 or more, such as 100 or "0.05"');
  }

  /** A text that is not empty, where there is one. */
  text(name: string, value: unknown): string | undefined {
    if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value;
    throw this.refused(name, value, 'a text that is not empty');
  }

  choice<Choice extends string>(name: string, value: unknown, choices: readonly Choice[]): Choice {
    const known = choices.find((choice) => choice === value);
    if (known !== undefined) return known;
    const meant = typeof value === 'string' ? suggest(value, choices) : undefined;
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    throw this.refused(name, value, `one of ${choices.join(', ')}`, hint);
  }

  /** No members but these. */
  members(value: unknown, known: readonly string[], where = this.#where): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ConfigurationError(`${where} needs an object, received ${written(value)}.`);
    }
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      const meant = suggest(name, known);
      throw new ConfigurationError(
        `${where} has an unknown option "${name}". ` +
          (meant === undefined ? `Known options: ${known.join(', ')}.` : `Did you mean "${meant}"?`),
      );
    }
    return Object.fromEntries(Object.entries(value));
  }

  refused(name: string, value: unknown, expected: string, hint = ''): ConfigurationError {
    return new ConfigurationError(
      `${this.#where}: "${name}" must be ${expected}, received ${written(value)}.${hint}`,
    );
  }
}

/** A value as its error shows it: what a list holds in turn is only named. */
function written(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(writtenAlone).join(', ')}]` : writtenAlone(value);
}

function writtenAlone(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
