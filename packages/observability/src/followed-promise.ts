import type { ResultWatcher } from './result-watcher';

type Settle = (result: unknown, watcher: ResultWatcher) => unknown;
type Settlement = { readonly value: unknown } | { readonly error: unknown };

/** On the promise itself: a WeakMap with an entry for every call costs the garbage collector more than the whole call. */
const FOLLOWED = Symbol('kagura.followed');

interface Tagged {
  readonly [FOLLOWED]?: FollowedPromise;
}

/** A promise and everybody who watches it; whoever comes late is told at once. */
export class FollowedPromise {
  readonly promise: Promise<unknown>;
  readonly #settle: Settle;
  readonly #watchers: ResultWatcher[] = [];
  #settlement: Settlement | undefined;

  /** The one for a promise, however often it is returned. */
  static of(source: Promise<unknown>, settle: Settle): FollowedPromise {
    const known = (source as Tagged)[FOLLOWED];
    if (known) return known;
    const followed = new FollowedPromise(source, settle);
    Reflect.defineProperty(source, FOLLOWED, { value: followed });
    return followed;
  }

  private constructor(source: Promise<unknown>, settle: Settle) {
    this.#settle = settle;
    this.promise = source.then(
      (value) => this.#fulfilled(value),
      (error: unknown) => this.#rejected(error),
    );
    copyProperties(source, this.promise);
  }

  add(watcher: ResultWatcher): Promise<unknown> {
    if (this.#settlement === undefined) this.#watchers.push(watcher);
    else if ('error' in this.#settlement) watcher.fail(this.#settlement.error);
    else this.#settle(this.#settlement.value, watcher);
    return this.promise;
  }

  #fulfilled(value: unknown): unknown {
    this.#settlement = { value };
    for (const watcher of this.#watchers.splice(0)) this.#settle(value, watcher);
    return value;
  }

  #rejected(error: unknown): never {
    this.#settlement = { error };
    for (const watcher of this.#watchers.splice(0)) watcher.fail(error);
    throw error;
  }
}

/** Properties that the application put on a promise. Node.js keeps symbols of its own there, which every promise has. */
function copyProperties(from: object, to: object): void {
  for (const key of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor && !Object.hasOwn(to, key)) Object.defineProperty(to, key, descriptor);
  }
}
