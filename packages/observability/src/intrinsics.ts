import { types } from 'node:util';

/**
 * Reading what an application's objects hold without invoking anything of the application's: no getter, no override of
 * a subclass. Proxies are for the caller to leave out.
 */

/** The value of an own data property; an accessor is named instead of invoked. */
export function dataValue(owner: object, key: string | number): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined) return undefined;
  return 'value' in descriptor ? descriptor.value : '[Getter]';
}

/** An object or list as literals make them, and no built-in of another kind; of no Proxy. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !isDisguised(value);
}

/** A built-in whose prototype was replaced. */
function isDisguised(value: object): boolean {
  return ArrayBuffer.isView(value) || types.isBoxedPrimitive(value);
}

/** What a collection holds, by the language's own methods, up to a number of entries. */
export function entriesOf(collection: Set<unknown> | Map<unknown, unknown>, limit: number): unknown[] {
  const entries = types.isSet(collection)
    ? Set.prototype.values.call(collection)
    : Map.prototype.entries.call(collection);
  const taken: unknown[] = [];
  for (let step = entries.next(); !step.done && taken.length < limit; step = entries.next())
    taken.push(step.value);
  return taken;
}

export function sizeOf(collection: Set<unknown> | Map<unknown, unknown>): number {
  return Number(intrinsic(types.isSet(collection) ? Set.prototype : Map.prototype, 'size', collection));
}

/** The bytes of a buffer or of a view on one, without a copy; `undefined` for anything else. */
export function bytesOf(value: object): Uint8Array | undefined {
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  const view = types.isDataView(value) ? DataView.prototype : TYPED_ARRAY;
  const buffer = intrinsic(view, 'buffer', value);
  const offset = Number(intrinsic(view, 'byteOffset', value));
  const length = Number(intrinsic(view, 'byteLength', value));
  return types.isAnyArrayBuffer(buffer) ? new Uint8Array(buffer, offset, length) : undefined;
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;

function intrinsic(prototype: object, getter: string, owner: object): unknown {
  return Object.getOwnPropertyDescriptor(prototype, getter)?.get?.call(owner);
}
