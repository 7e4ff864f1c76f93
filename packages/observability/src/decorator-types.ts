import type { ObserveInput } from './observe-options';

// The application's classes, parameters and results are not known here: in a decorator's type, `any` is the only way to say "whatever you have".
// biome-ignore-start lint/suspicious/noExplicitAny: see above
// biome-ignore-start lint/suspicious/noConfusingVoidType: TypeScript's own decorator types return `V | void`

type Method = (this: any, ...args: any[]) => any;
type Constructor = abstract new (...args: any[]) => any;

/**
 * A decorator for TC39 decorators and for TypeScript's `experimentalDecorators` alike, on methods (static, private,
 * async, generator, overloaded), getters, accessors, function-valued fields (TC39 only) and classes. It never
 * changes a type.
 */
export interface DualDecorator {
  <V extends Method>(value: V, context: ClassMethodDecoratorContext<any, V>): V | void;
  <C extends Constructor>(value: C, context: ClassDecoratorContext<C>): C | void;
  <T, V extends Method>(
    value: undefined,
    context: ClassFieldDecoratorContext<T, V>,
  ): (this: T, initial: V) => V;
  <T, V extends Method>(
    value: ClassAccessorDecoratorTarget<T, V>,
    context: ClassAccessorDecoratorContext<T, V>,
  ): ClassAccessorDecoratorResult<T, V>;
  <T, V>(value: (this: T) => V, context: ClassGetterDecoratorContext<T, V>): ((this: T) => V) | void;
  <C extends Constructor>(target: C): C | void;
  <V>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<V>,
  ): TypedPropertyDescriptor<V> | void;
}

/** `@Observe`, `@Observe()`, `@Observe('name')`, `@Observe({ … })`, `@Observe((self, ...args) => ({ … }))`. */
export interface ObserveDecorator extends DualDecorator {
  (input?: ObserveInput): DualDecorator;
}
// biome-ignore-end lint/suspicious/noConfusingVoidType: see above
// biome-ignore-end lint/suspicious/noExplicitAny: see above
