import { decoratorSuite } from './decorators.suite';
import { Observe, Trace } from './index';
import { returnedValuesSuite } from './returned-values.suite';
import { type ObservedProcess, startObserved } from './test/observed-process';

describe('decorators of the TC39 standard', () => {
  decoratorSuite();
});

describe('values under the TC39 standard', () => {
  returnedValuesSuite();
});

describe('places that only TC39 decorators have', () => {
  let observed: ObservedProcess;
  beforeEach(() => {
    observed = startObserved();
  });
  afterEach(() => observed.stop());

  class Modern {
    @Observe()
    #secret(value: number): number {
      return value + 1;
    }

    reveal(value: number): number {
      return this.#secret(value);
    }

    @Trace()
    static #hidden(): string {
      return 'hidden';
    }

    static show(): string {
      return Modern.#hidden();
    }

    @Observe()
    handler = (text: string): string => text.toUpperCase();

    @Observe()
    accessor convert = (text: string): string => text.toLowerCase();
  }

  it('observes private methods, fields and accessors that hold functions', () => {
    const modern = new Modern();
    expect(modern.reveal(1)).toBe(2);
    expect(Modern.show()).toBe('hidden');
    expect(modern.handler('a')).toBe('A');
    expect(modern.convert('B')).toBe('b');
    expect(observed.spanNames()).toEqual([
      'invoke_agent #secret',
      '#hidden',
      'invoke_agent handler',
      'invoke_agent convert',
    ]);
  });

  it('is a type error on a field that holds no function, and with unknown options', () => {
    class Wrong {
      // @ts-expect-error a field that is no function cannot be observed
      @Observe() text = 'plain';

      // @ts-expect-error unknown option
      @Observe({ nme: 'typo' })
      method(): void {
        this.text = 'changed';
      }
    }
    expect(new Wrong().text).toBe('plain');
  });
});
