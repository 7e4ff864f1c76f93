import { addReadings } from '../add-readings';
import { itemsOf, ownData } from '../fields';
import { isAiSdkStep, readAiSdkStep } from './ai-sdk-step';
import type { Extractor } from './extractor';

/**
 * Results of the Vercel AI SDK, versions 4 to 7: texts, objects and single steps. A result of several steps is counted
 * by its steps, whatever its own `usage` covers: the last step until version 6, all of them since. Results of a stream
 * compute their fields, and reading one would consume the stream; they are left alone.
 */
export const extractAiSdk: Extractor = (response, hint) => {
  const steps = itemsOf(ownData(response, 'steps'));
  const calls = steps.length === 0 ? [response] : steps;
  return calls.every(isAiSdkStep) ? addReadings(calls.map((call) => readAiSdkStep(call, hint))) : undefined;
};
