export type Method = (...args: unknown[]) => unknown;

/** A method of the object or its classes, found without invoking a getter. */
export function methodOf(owner: object, key: string | symbol): Method | undefined {
  for (let holder: object | null = owner; holder; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor) return typeof descriptor.value === 'function' ? descriptor.value : undefined;
  }
  return undefined;
}

/** Puts a method on one object, invisible to enumeration. False where the object does not allow it. */
export function patch(owner: object, key: string | symbol, method: Method): boolean {
  return Reflect.defineProperty(owner, key, {
    value: method,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
