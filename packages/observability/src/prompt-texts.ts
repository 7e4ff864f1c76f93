import { GEN_AI, KAGURA, toInputMessages } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';

/** What went into a call, as it is kept. */
export interface PromptTexts {
  /** For the record: JSON array of arguments or of messages. */
  readonly input: string;
  /** For the span of a request, where the conventions have attributes for its parts. */
  readonly attributes: Attributes | undefined;
}

/** Gives the JSON text of a value as it may be kept. */
type ToJson = (value: unknown) => string;

export function argumentTexts(args: readonly unknown[], toJson: ToJson): PromptTexts {
  return { input: toJson(args), attributes: undefined };
}

/**
 * A request to a model as its messages: the record has the same texts as the span, with instructions that stand beside
 * the conversation as a message before it. A request that has no messages, such as one for an image, stays as it is.
 */
export function requestTexts(request: unknown, toJson: ToJson): PromptTexts {
  const given = toInputMessages(request);
  if (given === undefined) {
    const input = toJson([request]);
    return { input, attributes: { [KAGURA.input]: input } };
  }
  const { instructions, messages, tools } = given;
  const conversation = toJson(messages);
  const attributes: Attributes = { [GEN_AI.inputMessages]: conversation };
  if (tools.length > 0) attributes[GEN_AI.toolDefinitions] = toJson(tools);
  if (instructions.length === 0) return { input: conversation, attributes };
  const system = toJson(instructions);
  attributes[GEN_AI.systemInstructions] = system;
  return { input: withSystemMessage(system, conversation), attributes };
}

/** Both are JSON arrays. */
function withSystemMessage(instructions: string, conversation: string): string {
  const rest = conversation === '[]' ? ']' : `,${conversation.slice(1)}`;
  return `[{"role":"system","parts":${instructions}}${rest}`;
}
