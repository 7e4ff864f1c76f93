import { field, isList, itemsOf, textIn } from '../fields';
import { answer } from './answer';
import { partsOf, textPart } from './content-parts';
import type { Message, MessagePart, RequestMessages } from './message';
import { toolDefinitions } from './tool-definitions';
import { toolCallPart, toolResultPart } from './tool-parts';

/** Requests of OpenAI's chat completions and those who copy them, and of Anthropic's messages. */
export function readChatRequest(request: object): RequestMessages | undefined {
  const messages = field(request, 'messages');
  if (!isList(messages)) {
    return undefined;
  }
  return {
    instructions: partsOf(field(request, 'system')),
    messages: itemsOf(messages).map(chatMessage),
    tools: toolDefinitions(field(request, 'tools')),
  };
}

/** Answers of OpenAI's chat completions: one message for each choice. */
export function readChoices(response: object): readonly Message[] | undefined {
  const choices = field(response, 'choices');
  if (!isList(choices)) {
    return undefined;
  }
  return itemsOf(choices).map((choice) => {
    const text = textPart(field(choice, 'text'));
    const message = field(choice, 'message');
    const parts = message === undefined && text ? [text] : chatParts(message);
    return answer(textIn(message, 'role'), parts, field(choice, 'finish_reason'));
  });
}

/** An answer of Anthropic's. */
export function readAnthropicAnswer(response: object): readonly Message[] | undefined {
  const content = field(response, 'content');
  if (field(response, 'type') !== 'message' || !isList(content)) {
    return undefined;
  }
  return [answer(textIn(response, 'role'), partsOf(content), field(response, 'stop_reason'))];
}

function chatMessage(message: unknown): Message {
  const name = textIn(message, 'name');
  const role = textIn(message, 'role') ?? 'user';
  const result = field(message, 'tool_call_id');
  const parts =
    result === undefined ? chatParts(message) : [toolResultPart(result, field(message, 'content'))];
  return { role, parts, ...(name !== undefined && { name }) };
}

/** What a message says, and the tools that it asks for. */
function chatParts(message: unknown): readonly MessagePart[] {
  const calls = itemsOf(field(message, 'tool_calls')).map((call) => {
    const called = field(call, 'function') ?? field(call, 'custom');
    return toolCallPart(
      field(call, 'id'),
      field(called, 'name'),
      field(called, 'arguments') ?? field(called, 'input'),
    );
  });
  const refusal = textPart(field(message, 'refusal'));
  return [...partsOf(field(message, 'content')), refusal, ...calls].filter((part) => part !== undefined);
}
