import { type CaptureOptions, resolveCapture } from './capture-settings';
import { readEnvironment } from './environment';
import { observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
let observed: ObservedProcess | undefined;
afterEach(async () => {
  Reflect.deleteProperty(process.env, VARIABLE);
  await observed?.stop();
  observed = undefined;
});

it.each([
  ['true', true],
  ['TRUE', true],
  ['1', true],
  [' true ', true],
  ['span_only', true],
  ['SPAN_ONLY', true],
  ['SPAN_AND_EVENT', true],
  ['EVENT_ONLY', false],
  ['NO_CONTENT', false],
  ['false', false],
  ['0', false],
  ['', undefined],
  ['yes', false],
])('reads %p of the environment as %p', (value, captures) => {
  process.env[VARIABLE] = value;
  expect(readEnvironment().captureContent).toBe(captures);
});

const texts = ({ attributes }: { attributes: Record<string, unknown> }) => [
  attributes['kagura.input'],
  attributes['kagura.output'],
];

it.each<[string, { environment?: string; options?: CaptureOptions; method?: object }, unknown[]]>([
  ['nothing says anything', {}, [undefined, undefined]],
  ['the environment says so', { environment: 'true' }, ['["in"]', '"out"']],
  [
    'options say otherwise than the environment',
    { environment: 'true', options: { prompts: false } },
    [undefined, '"out"'],
  ],
  ['options say so', { environment: 'NO_CONTENT', options: { responses: true } }, [undefined, '"out"']],
  [
    'the method says otherwise than options',
    { options: { prompts: true, responses: true }, method: { logPrompts: false } },
    [undefined, '"out"'],
  ],
  [
    'the method says so',
    { environment: 'false', options: { prompts: false }, method: { logPrompts: true } },
    ['["in"]', undefined],
  ],
])('captures where %s', (_name, { environment, options, method }, expected) => {
  if (environment !== undefined) process.env[VARIABLE] = environment;
  observed = startObserved(options ? { capture: options } : {});
  observe((_text: string) => 'out', { kind: 'step', name: 'ask', ...method })('in');
  expect(texts(observed.span('ask'))).toEqual(expected);
});

it.each([
  [{ prompt: true }, 'Unknown option capture.prompt. Known options: prompts, responses, maxBytes, redact.'],
  [{ prompts: 'yes' }, 'capture.prompts must be true or false, received "yes".'],
  [{ responses: 1 }, 'capture.responses must be true or false, received 1.'],
  [{ maxBytes: 0 }, 'capture.maxBytes must be a positive whole number, received 0.'],
  [{ maxBytes: 1.5 }, 'capture.maxBytes must be a positive whole number, received 1.5.'],
  [{ redact: /x/ }, 'capture.redact must be a list, received a value of type object.'],
  [{ redact: ['x'] }, 'received "x".'],
  [{ redact: [/(a+)+$/] }, 'the pattern (a+)+$ took'],
])('refuses %j', (options, message) => {
  expect(() => resolveCapture(options as CaptureOptions, {})).toThrow(message);
});
