import { types } from 'node:util';
import { dataValue } from './intrinsics';

/** Text for built-in objects whose state is not in their properties; `undefined` for all others. */
export function describeObject(value: object): string | undefined {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? '[Invalid Date]' : new Date(time).toISOString();
  }
  if (types.isPromise(value)) return '[Promise]';
  if (types.isRegExp(value)) return '[RegExp]';
  if (types.isBoxedPrimitive(value)) return describeBoxed(value);
  if (types.isNativeError(value)) {
    const message = dataValue(value, 'message');
    return `[Error: ${typeof message === 'string' ? message : ''}]`;
  }
  return undefined;
}

/** Text of a function or a symbol. */
export function describeScalar(value: unknown): string {
  if (typeof value === 'symbol') return String(value);
  return '[Function]';
}

/** A boxed text has as many properties as characters. */
function describeBoxed(value: object): string {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isNumberObject(value)) return String(Number.prototype.valueOf.call(value));
  if (types.isBooleanObject(value)) return String(Boolean.prototype.valueOf.call(value));
  return types.isBigIntObject(value) ? `${BigInt.prototype.valueOf.call(value)}n` : '[Symbol]';
}
