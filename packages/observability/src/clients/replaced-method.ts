import { type Method, methodOf, patch } from '../object-methods';
import { disguise } from '../wrap-function';

/** A method that another one has taken the place of, on one object. */
export class ReplacedMethod {
  readonly #owner: object;
  readonly #key: string;
  readonly #replacement: Method;
  readonly #original: Method;
  readonly #before: PropertyDescriptor | undefined;

  /** @returns `undefined` where there is no such method, or the object does not let it be replaced */
  static replace(owner: object, key: string, wrap: (original: Method) => Method): ReplacedMethod | undefined {
    const original = methodOf(owner, key);
    if (!original) return undefined;
    const replaced = new ReplacedMethod(owner, key, { original, wrap });
    return patch(owner, key, replaced.#replacement) ? replaced : undefined;
  }

  private constructor(
    owner: object,
    key: string,
    { original, wrap }: { readonly original: Method; readonly wrap: (original: Method) => Method },
  ) {
    this.#owner = owner;
    this.#key = key;
    this.#original = original;
    this.#before = Object.getOwnPropertyDescriptor(owner, key);
    const current = (): Method => this.#current();
    const forward: Method = function (this: unknown, ...args) {
      return Reflect.apply(current(), this, args);
    };
    this.#replacement = disguise(wrap(disguise(forward, original)), original);
  }

  /** Puts the method back, unless somebody else has replaced it since. */
  restore(): void {
    if (methodOf(this.#owner, this.#key) !== this.#replacement) return;
    if (this.#before) Object.defineProperty(this.#owner, this.#key, this.#before);
    else Reflect.deleteProperty(this.#owner, this.#key);
  }

  /** An instrumentation may replace the method on the class later than we did on the object: it is not left out. */
  #current(): Method {
    if (this.#before) return this.#original;
    return methodOf(Object.getPrototypeOf(this.#owner), this.#key) ?? this.#original;
  }
}
