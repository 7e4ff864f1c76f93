import { GEN_AI, KAGURA, toInputMessages } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import { toBoundedJson } from './capture';

/** What went into a call, as it is kept. */
export interface PromptTexts {
  /** For the record: JSON array of arguments or of messages. */
  readonly input: string;
  /** For the span of a request, where the conventions have attributes for its parts. */
  readonly attributes: Attributes | undefined;
}

export function argumentTexts(args: readonly unknown[], maxLength: number): PromptTexts {
  return { input: toBoundedJson(args, maxLength), attributes: undefined };
}

/**
 * A request to a model as its messages: the record has the same texts as the span, with instructions that stand beside
 * the conversation as a message before it. A request that has no messages, such as one for an image, stays as it is.
 */
export function requestTexts(request: unknown, maxLength: number): PromptTexts {
  const given = toInputMessages(request);
  if (given === undefined) {
    const input = toBoundedJson([request], maxLength);
    return { input, attributes: { [KAGURA.input]: input } };
  }
  const { instructions, messages, tools } = given;
  const conversation = toBoundedJson(messages, maxLength);
  const attributes: Attributes = { [GEN_AI.inputMessages]: conversation };
  if (tools.length > 0) attributes[GEN_AI.toolDefinitions] = toBoundedJson(tools, maxLength);
  if (instructions.length === 0) return { input: conversation, attributes };
  const system = toBoundedJson(instructions, maxLength);
  attributes[GEN_AI.systemInstructions] = system;
  return { input: withSystemMessage(system, conversation), attributes };
}

/** Both are JSON arrays. */
function withSystemMessage(instructions: string, conversation: string): string {
  const rest = conversation === '[]' ? ']' : `,${conversation.slice(1)}`;
  return `[{"role":"system","parts":${instructions}}${rest}`;
}
