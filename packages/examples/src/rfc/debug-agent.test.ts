import { pass, stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { debugAgent } from './debug-agent';

let stage: Stage;
let lines: string[];

/** Runs the example on a model that takes 100 ms for the first step and 150 ms for the second. */
async function runExample(firstAnswer: string): Promise<void> {
  stopClock('2025-10-04T10:30:15Z');
  stage = await startStage({
    server: {
      answer: ({ prompt }) => {
        pass(prompt === 'Process test' ? 100 : 150);
        return {
          text: prompt === 'Process test' ? firstAnswer : 'Checked.',
          inputTokens: 4,
          outputTokens: 2,
        };
      },
    },
  });
  lines = [];
  await debugAgent({ openai: stage.openai, print: (line) => lines.push(line) });
}

afterEach(() => stage.close());

test('the example prints durations, prompt and response of its last trace', async () => {
  await runExample('Processed.');

  expect(lines).toEqual([
    'Total duration: 250ms',
    '  step1: 100ms',
    '  gpt-4o: 100ms',
    '  step2: 150ms',
    '  gpt-4o: 150ms',
    '\nPrompt:\ntest',
    '\nResponse:\nChecked.',
  ]);
});

test('the example prints error and stack trace of a trace that failed', async () => {
  await runExample('');
  const stackTrace = lines.pop();

  expect(lines).toEqual([
    'Failed: RangeError: step1 returned nothing',
    'Total duration: 100ms',
    '  step1: 100ms',
    '  gpt-4o: 100ms',
    '  step2: 0ms',
    '\nPrompt:\ntest',
    '\nResponse:\nundefined',
    '\nError: RangeError: step1 returned nothing',
  ]);
  expect(stackTrace).toMatch(/^Stack trace:\nRangeError: step1 returned nothing\n {4}at .*subTask2/);
});
