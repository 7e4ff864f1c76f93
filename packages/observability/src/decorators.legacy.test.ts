import 'reflect-metadata';
import { decoratorSuite } from './decorators.suite';
import { Observe } from './index';
import { returnedValuesSuite } from './returned-values.suite';
import { startObserved } from './test/observed-process';

describe('decorators under experimentalDecorators with emitDecoratorMetadata', () => {
  decoratorSuite();

  it('keeps reflect metadata that other decorators put on the function, whichever comes first', () => {
    const Route = (path: string) => (_target: object, _key: string, descriptor: PropertyDescriptor) => {
      Reflect.defineMetadata('route', path, descriptor.value);
    };
    class Controller {
      @Observe()
      @Route('/inner')
      observedLast(text: string): string {
        return text;
      }

      @Route('/outer')
      @Observe()
      observedFirst(text: string): string {
        return text;
      }
    }
    expect(Reflect.getMetadata('route', Controller.prototype.observedLast)).toBe('/inner');
    expect(Reflect.getMetadata('route', Controller.prototype.observedFirst)).toBe('/outer');
    expect(Reflect.getMetadata('design:paramtypes', Controller.prototype, 'observedLast')).toEqual([String]);
  });

  it('refuses a field with a message that says what to do', () => {
    const place = Observe() as unknown as (
      target: object,
      key: string,
      descriptor?: PropertyDescriptor,
    ) => void;
    expect(() => place({}, 'handler', undefined)).toThrow(/cannot wrap the field "handler".*observe\(/);
  });
});

describe('values under experimentalDecorators', () => {
  returnedValuesSuite();
});

describe('without reflect-metadata', () => {
  it('decorates all the same', async () => {
    const saved = Reflect.getOwnMetadataKeys;
    Reflect.deleteProperty(Reflect, 'getOwnMetadataKeys');
    const observed = startObserved();
    try {
      const place = Observe() as unknown as (
        target: object,
        key: string,
        descriptor: PropertyDescriptor,
      ) => PropertyDescriptor;
      const { value } = place({}, 'run', { value: () => 5, configurable: true });
      expect(value()).toBe(5);
      expect(observed.spans()).toHaveLength(1);
    } finally {
      Reflect.getOwnMetadataKeys = saved;
      await observed.stop();
    }
  });
});
