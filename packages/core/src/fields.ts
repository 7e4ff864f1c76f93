/**
 * Reading values that others made: responses, stream chunks, span attributes. Nothing here throws, whatever the
 * value is, because a getter or a Proxy of the application's must not fail the call that is being watched.
 */

/** A property of `value`; `undefined` when there is none, when `value` is no object, or when reading it throws. */
export function field(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  try {
    return (value as Record<string | number, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** Whether `value` has a property, its own or inherited. It is not read: reading may compute or start something. */
export function has(value: object, name: string): boolean {
  try {
    return name in value;
  } catch {
    // A Proxy that does not tell.
    return false;
  }
}

/** A property that `value` itself holds as data: what is inherited or has a getter may compute, and is passed over. */
export function ownData(value: unknown, name: string): unknown {
  if (!isObject(value)) {
    return undefined;
  }
  try {
    return Object.getOwnPropertyDescriptor(value, name)?.value;
  } catch {
    // A Proxy that does not tell.
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked Proxy.
    return false;
  }
}

/**
 * The items of a list up to the first hole; none when `value` is no list.
 *
 * @param most more than any list of the kind has: keeps a hostile one from occupying us
 */
export function itemsOf(value: unknown, most = 1000): readonly unknown[] {
  const items: unknown[] = [];
  if (!isList(value)) {
    return items;
  }
  for (let index = 0; index < most; index += 1) {
    const item = field(value, index);
    if (item === undefined) {
      break;
    }
    items.push(item);
  }
  return items;
}

/** Whether all own enumerable properties have one of these names. */
export function hasOnly(value: object, names: ReadonlySet<string>): boolean {
  try {
    return Object.keys(value).every((name) => names.has(name));
  } catch {
    // A Proxy that does not list its properties.
    return false;
  }
}

/** A non-empty string. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `text` of a property. */
export function textIn(value: unknown, name: string): string | undefined {
  return text(field(value, name));
}

/** The first of the named properties that is a non-empty string. */
export function firstText(value: unknown, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = textIn(value, name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
