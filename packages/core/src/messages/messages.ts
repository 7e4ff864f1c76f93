import { isObject } from '../fields';
import { readModelAnswer, readPromptRequest } from './ai-sdk-prompt';
import { readAnthropicAnswer, readChatRequest, readChoices } from './chat-messages';
import { readCandidates, readContentsRequest } from './google-contents';
import type { Message, RequestMessages } from './message';
import { readOutput, readResponsesRequest } from './response-items';

/** First match wins. A new shape is a new file here and a line in each list. */
const REQUESTS = [readChatRequest, readContentsRequest, readResponsesRequest, readPromptRequest] as const;
const ANSWERS = [readChoices, readAnthropicAnswer, readOutput, readCandidates, readModelAnswer] as const;

/**
 * What a request gives to a model, in the message format of the OpenTelemetry GenAI conventions: requests of OpenAI
 * (chat completions and responses) and those who copy it, Anthropic, Gemini and models of the AI SDK. `undefined` for any other value. Texts
 * and data are those of the request itself, not bounded. Pure; never throws.
 */
export function toInputMessages(request: unknown): RequestMessages | undefined {
  return isObject(request) ? firstOf(REQUESTS, request) : undefined;
}

/** What a model answered, in the same format: one message for each choice. `undefined` for any other value. */
export function toOutputMessages(response: unknown): readonly Message[] | undefined {
  return isObject(response) ? firstOf(ANSWERS, response) : undefined;
}

function firstOf<T>(readers: readonly ((value: object) => T | undefined)[], value: object): T | undefined {
  for (const reader of readers) {
    const read = reader(value);
    if (read !== undefined) {
      return read;
    }
  }
  return undefined;
}
