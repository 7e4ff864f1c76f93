import { field, itemsOf } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';

/** Attributes and where a request has them; of several names the first that is there counts. */
export type NumberParameters = Readonly<Record<string, readonly string[]>>;

/** The numbers among a request's parameters. */
export function numbersOf(request: unknown, parameters: NumberParameters): Attributes {
  const attributes: Attributes = {};
  for (const [attribute, names] of Object.entries(parameters)) {
    const value = names.map((name) => field(request, name)).find((given) => typeof given === 'number');
    if (typeof value === 'number') attributes[attribute] = value;
  }
  return attributes;
}

/** A text or a list of texts, as a list. */
export function textsOf(value: unknown): string[] | undefined {
  const texts =
    typeof value === 'string' ? [value] : itemsOf(value).filter((item) => typeof item === 'string');
  return texts.length > 0 ? texts : undefined;
}

/** A text; `undefined` for anything else. */
export function textIn(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
