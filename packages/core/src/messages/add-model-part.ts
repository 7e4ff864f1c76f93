import { field, textIn } from '../fields';
import type { AnswerDraft } from './answer-draft';

/** Adds a part that a language model of the AI SDK streams; false for any other chunk. */
export function addModelPart(draft: AnswerDraft, part: object): boolean {
  switch (field(part, 'type')) {
    case 'text-delta':
      draft.write(0, 'text', field(part, 'delta') ?? field(part, 'textDelta'), field(part, 'id'));
      return true;
    case 'reasoning-delta':
      draft.write(0, 'reasoning', field(part, 'delta'), field(part, 'id'));
      return true;
    case 'reasoning':
      draft.write(0, 'reasoning', field(part, 'textDelta'));
      return true;
    case 'tool-call':
      draft.callTool(0, field(part, 'toolCallId'), {
        id: field(part, 'toolCallId'),
        name: field(part, 'toolName'),
        arguments: field(part, 'input') ?? field(part, 'args'),
      });
      return true;
    case 'finish':
      draft.finish(0, textIn(field(part, 'finishReason'), 'unified') ?? field(part, 'finishReason'));
      return true;
    default:
      return false;
  }
}
