import { field, isList, isObject, itemsOf, textIn } from '../fields';
import { addModelPart } from './add-model-part';
import { AnswerDraft } from './answer-draft';
import type { Message } from './message';
import { readOutput } from './response-items';

/** Puts the chunks of a streamed answer together to the messages that a whole answer would have had. */
export interface OutputAssembler {
  /** Never throws; a chunk that is not understood is passed over. */
  add(chunk: unknown): void;
  /** The answer so far; `undefined` while there is none. */
  messages(): readonly Message[] | undefined;
}

/**
 * An assembler for the streams of OpenAI (chat completions and responses) and those who copy it, Anthropic, Gemini
 * and models of the AI SDK.
 *
 * @param maxLength most UTF-16 units of text and arguments that are kept
 */
export function createOutputAssembler(maxLength: number): OutputAssembler {
  const draft = new AnswerDraft(maxLength);
  let whole: readonly Message[] | undefined;
  return {
    add(chunk) {
      if (!isObject(chunk)) {
        return;
      }
      if (isList(field(chunk, 'choices'))) {
        addChoices(draft, chunk);
      } else if (isList(field(chunk, 'candidates'))) {
        addCandidates(draft, chunk);
      } else if (textIn(chunk, 'type')?.startsWith('response.')) {
        whole = wholeAnswer(chunk) ?? whole;
        addResponseEvent(draft, chunk);
      } else if (!addModelPart(draft, chunk)) {
        addAnthropicEvent(draft, chunk);
      }
    },
    messages: () => whole ?? draft.messages(),
  };
}

function addChoices(draft: AnswerDraft, chunk: object): void {
  for (const choice of itemsOf(field(chunk, 'choices'))) {
    const index = field(choice, 'index') ?? 0;
    const delta = field(choice, 'delta');
    draft.write(index, 'reasoning', field(delta, 'reasoning_content') ?? field(delta, 'reasoning'));
    draft.write(index, 'text', field(delta, 'content') ?? field(choice, 'text'));
    draft.write(index, 'text', field(delta, 'refusal'));
    for (const call of itemsOf(field(delta, 'tool_calls'))) {
      const called = field(call, 'function') ?? field(call, 'custom');
      draft.callTool(index, field(call, 'index'), {
        id: field(call, 'id'),
        name: field(called, 'name'),
        arguments: field(called, 'arguments') ?? field(called, 'input'),
      });
    }
    draft.finish(index, field(choice, 'finish_reason'));
  }
}

function addCandidates(draft: AnswerDraft, chunk: object): void {
  for (const candidate of itemsOf(field(chunk, 'candidates'))) {
    const index = field(candidate, 'index') ?? 0;
    for (const part of itemsOf(field(field(candidate, 'content'), 'parts'))) {
      draft.write(index, field(part, 'thought') === true ? 'reasoning' : 'text', field(part, 'text'));
      const call = field(part, 'functionCall');
      if (call !== undefined) {
        draft.callTool(index, part, {
          id: field(call, 'id'),
          name: field(call, 'name'),
          value: field(call, 'args'),
        });
      }
    }
    draft.finish(index, field(candidate, 'finishReason'));
  }
}

/** The last event holds the whole answer; these are for streams that end before. */
function addResponseEvent(draft: AnswerDraft, event: object): void {
  switch (field(event, 'type')) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      draft.write(0, 'text', field(event, 'delta'), field(event, 'output_index'));
      break;
    case 'response.reasoning_summary_text.delta':
      draft.write(0, 'reasoning', field(event, 'delta'));
      break;
    case 'response.output_item.done': {
      const item = field(event, 'item');
      if (field(item, 'type') === 'function_call') {
        draft.callTool(0, field(item, 'call_id'), {
          id: field(item, 'call_id'),
          name: field(item, 'name'),
          arguments: field(item, 'arguments'),
        });
      }
    }
  }
}

/** The answer that the last event of a response brings; `undefined` for other events, and where it brings none. */
function wholeAnswer(event: object): readonly Message[] | undefined {
  const response = field(event, 'response');
  const isEnd = /^response\.(completed|incomplete|failed)$/.test(textIn(event, 'type') ?? '');
  const messages = isEnd && isObject(response) ? readOutput(response) : undefined;
  return messages?.some(({ parts }) => parts.length > 0) ? messages : undefined;
}

function addAnthropicEvent(draft: AnswerDraft, event: object): void {
  const index = field(event, 'index');
  const delta = field(event, 'delta');
  switch (field(event, 'type')) {
    case 'content_block_start': {
      const block = field(event, 'content_block');
      draft.write(0, 'text', field(block, 'text'), index);
      if (field(block, 'type') === 'tool_use') {
        draft.callTool(0, index, { id: field(block, 'id'), name: field(block, 'name') });
      }
      break;
    }
    case 'content_block_delta':
      draft.write(0, 'text', field(delta, 'text'), index);
      draft.write(0, 'reasoning', field(delta, 'thinking'), index);
      if (field(delta, 'type') === 'input_json_delta') {
        draft.callTool(0, index, { arguments: field(delta, 'partial_json') });
      }
      break;
    case 'message_delta':
      draft.finish(0, field(delta, 'stop_reason'));
  }
}
