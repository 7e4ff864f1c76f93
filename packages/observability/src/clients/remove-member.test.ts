import fc from 'fast-check';
import { removeMember } from './remove-member';

it.each([
  ['{"a":1,"usage":null}', '{"a":1}'],
  ['{"usage":null,"a":1}', '{"a":1}'],
  ['{"usage":null}', '{}'],
  ['{ "a": 1, "usage": null, "b": 2 }', '{ "a": 1, "b": 2 }'],
  ['{"a":"\\",\\"usage\\":null","b":{"usage":null},"c":[{"usage":null}]}', undefined],
  ['{"usages":null,"my usage":null}', undefined],
])('%s becomes %s', (json, expected) => {
  expect(removeMember(json, 'usage')).toBe(expected ?? json);
});

it('takes out that member and nothing else of any object', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('usage', 'usages', '"usage"', '\\usage'));
  const object = fc.dictionary(key, fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ usage: 1 })));
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 1), (value, indent) => {
      const json = JSON.stringify(value, null, indent);
      // What the text says, not the value it was made from: JSON has no -0.
      const { usage: _, ...rest } = JSON.parse(json);
      expect(JSON.parse(removeMember(json, 'usage'))).toEqual({ ...rest });
    }),
  );
});
