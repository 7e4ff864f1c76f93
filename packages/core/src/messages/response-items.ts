import { field, isList, itemsOf, textIn } from '../fields';
import { answer } from './answer';
import { partsOf, reasoningPart } from './content-parts';
import type { Message, MessagePart, RequestMessages } from './message';
import { toolDefinitions } from './tool-definitions';
import { toolCallPart, toolResultPart } from './tool-parts';

/** Requests of OpenAI's Responses API. */
export function readResponsesRequest(request: object): RequestMessages | undefined {
  const input = field(request, 'input');
  // Requests for embeddings have an input, too: lists of texts or of numbers.
  const isConversation =
    typeof input === 'string' || (isList(input) && typeof itemsOf(input)[0] === 'object');
  if (!isConversation) {
    return undefined;
  }
  return {
    instructions: partsOf(field(request, 'instructions')),
    messages: isList(input) ? itemsOf(input).map(itemMessage) : [{ role: 'user', parts: partsOf(input) }],
    tools: toolDefinitions(field(request, 'tools')),
  };
}

/** Answers of the Responses API: what the model put out, as one message. */
export function readOutput(response: object): readonly Message[] | undefined {
  const output = field(response, 'output');
  if (field(response, 'object') !== 'response' || !isList(output)) {
    return undefined;
  }
  const reason = field(field(response, 'incomplete_details'), 'reason') ?? field(response, 'status');
  return [
    answer(
      'assistant',
      itemsOf(output).flatMap((item) => itemMessage(item).parts),
      reason,
    ),
  ];
}

/** An item of a conversation: a message, a call of a tool, its result, or a thought. */
function itemMessage(item: unknown): Message {
  const type = textIn(item, 'type');
  switch (type) {
    case 'function_call':
    case 'custom_tool_call':
      return message('assistant', [
        toolCallPart(
          field(item, 'call_id'),
          field(item, 'name'),
          field(item, 'arguments') ?? field(item, 'input'),
        ),
      ]);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return message('tool', [toolResultPart(field(item, 'call_id'), field(item, 'output'))]);
    case 'reasoning':
      return message(
        'assistant',
        itemsOf(field(item, 'summary')).map((summary) => reasoningPart(field(summary, 'text'))),
      );
    default: {
      const role = textIn(item, 'role');
      return role === undefined
        ? message('assistant', [{ type: 'generic', content: item }])
        : message(role, partsOf(field(item, 'content')));
    }
  }
}

function message(role: string, parts: readonly (MessagePart | undefined)[]): Message {
  return { role, parts: parts.filter((part) => part !== undefined) };
}
