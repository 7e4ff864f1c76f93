import type { ContentPlace } from './content-filter';
import { observe } from './index';
import { type Outlets, openOutlets } from './test/outlets';

let outlets: Outlets;
afterEach(() => outlets.stop());

const EVERYTHING = { prompts: true, responses: true };
const inputOf = (name: string) => String(outlets.span(name).attributes['kagura.input']);
const step = (name: string) => ({ kind: 'step', name }) as const;

it('asks a function for every text, and tells it where the text comes from', () => {
  const asked: (readonly [string, ContentPlace])[] = [];
  const note = (text: string, place: ContentPlace) => {
    asked.push([text, place]);
    return text.toUpperCase();
  };
  outlets = openOutlets({ capture: { ...EVERYTHING, redact: [note] } });
  const ask = observe((question: string) => `${question}!`, {
    ...step('ask'),
    attributes: { note: 'a note' },
  });
  observe(() => ask('a question'), 'agent')();

  const { attributes } = outlets.span('ask');
  expect(attributes).toMatchObject({
    'kagura.input': '["A QUESTION"]',
    'kagura.output': '"A QUESTION!"',
    note: 'A NOTE',
  });
  const place = { agent: 'agent', kind: 'step' };
  expect(asked).toContainEqual(['a question', { ...place, direction: 'input' }]);
  expect(asked).toContainEqual(['a question!', { ...place, direction: 'output' }]);
  expect(asked).toContainEqual(['a note', { ...place, direction: 'attribute' }]);
});

it('asks for the texts of a failure too', () => {
  outlets = openOutlets({ capture: { redact: [(text, { direction }) => `${direction}: ${text.length}`] } });
  const fail = observe(() => {
    throw new Error('four');
  }, step('fail'));
  expect(fail).toThrow('four');
  const { status, events } = outlets.span('fail');
  expect(status.message).toBe('error: 4');
  expect(events[0]?.attributes).toMatchObject({
    'exception.message': 'error: 4',
    'exception.stacktrace': expect.stringMatching(/^error: \d+$/),
  });
});

it('asks functions in their order, behind rules and patterns, and cuts what they make longer', () => {
  const seen: string[] = [];
  outlets = openOutlets({
    capture: {
      ...EVERYTHING,
      maxBytes: 40,
      redact: [
        (text) => {
          seen.push(text);
          return `${text}${text}`;
        },
        /staff \d{4}/,
        (text) => `<${text}>`,
      ],
    },
  });
  observe((_text: string) => undefined, step('ask'))('staff 4711');
  expect(seen).toEqual(['[redacted: pattern]']);
  expect(JSON.parse(inputOf('ask'))).toEqual([expect.stringMatching(/^<\[redacted: pattern\]\[redacte/)]);
  expect(inputOf('ask')).toMatch(/\[… \d+ characters\]"\]$/);
});

describe.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('a secret');
    },
  ],
  ['gives nothing', () => undefined],
  ['gives a number', () => 7],
  ['gives a promise', async () => 'text'],
  ['gives a promise that is rejected', () => Promise.reject(new Error('a secret'))],
])('a function that %s', (_name, redact) => {
  it('has a mark kept in place of the text, is counted, and told of once without what it failed with', async () => {
    outlets = openOutlets({ capture: { ...EVERYTHING, redact: [redact as () => string] } });
    const ask = observe((question: string) => ({ answer: question }), step('ask'));
    expect(ask('a secret')).toEqual({ answer: 'a secret' });
    await new Promise((resolve) => setImmediate(resolve));

    expect(inputOf('ask')).toBe('["[redacted: failed]"]');
    expect(outlets.span('ask').attributes['kagura.output']).toBe('{"answer":"[redacted: failed]"}');
    ask('a secret');
    const { logs = '', metrics, database, spans } = await outlets.all();
    expect(logs.match(/KAGURA_REDACT/g)).toHaveLength(1);
    expect(metrics).toMatch(/where: 'redact'/);
    for (const out of [logs, metrics, database, spans]) expect(out).not.toContain('a secret');
  });
});

it('is not asked again in a value for which it has failed', () => {
  let asked = 0;
  const redact = () => {
    asked += 1;
    throw new Error('no');
  };
  outlets = openOutlets({ capture: { prompts: true, redact: [redact] } });
  observe((_texts: string[]) => undefined, step('ask'))(['one', 'two', 'three']);
  expect(asked).toBe(1);
  expect(inputOf('ask')).toBe(JSON.stringify([Array(3).fill('[redacted: failed]')]));
});

it('may call observed functions, which are not observed inside it', () => {
  const shorten = observe((text: string) => text.slice(0, 3), step('shorten'));
  outlets = openOutlets({ capture: { prompts: true, redact: [(text) => shorten(text)] } });
  observe((_text: string) => undefined, step('ask'))('a question');
  expect(inputOf('ask')).toBe('["a q"]');
  expect(outlets.spanNames()).toEqual(['ask']);
});
