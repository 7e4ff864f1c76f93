import { field, firstText, textIn } from '../fields';
import { GEN_AI } from '../semconv';
import { readConventions } from './opentelemetry';
import type { Dialect, SpanAttributes } from './span-usage';
import { translate } from './translate';

const OP = 'sentry.op';

/** The part of an `op` after its namespace. The AI SDK's agents are `invoke_agent`; these are its calls. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['chat_completions', 'chat'],
  ['generate_object', 'chat'],
  ['generate_text', 'chat'],
  ['messages', 'chat'],
  ['models', 'chat'],
  ['responses', 'chat'],
  ['stream_object', 'chat'],
  ['stream_text', 'chat'],
  ['embed', 'embeddings'],
  ['embed_many', 'embeddings'],
]);

/** Spans of Sentry: the conventions under names that they had for a time, and older ones of its own. */
export const SENTRY: Dialect = {
  matches: (attributes) =>
    /^(gen_)?ai\./.test(textIn(attributes, OP) ?? '') ||
    field(attributes, 'ai.model_id') !== undefined ||
    field(attributes, 'ai.prompt_tokens.used') !== undefined,
  read: (attributes) => readConventions(inConventions(attributes), { shape: 'sentry', includesCache: true }),
};

function inConventions(attributes: SpanAttributes): SpanAttributes {
  const named = textIn(attributes, GEN_AI.operation) ?? textIn(attributes, OP)?.split('.')[1];
  const provider = firstText(attributes, [GEN_AI.provider, 'gen_ai.system', 'ai.model.provider']);
  return translate(attributes, {
    [GEN_AI.operation]: named === undefined ? undefined : (OPERATIONS.get(named) ?? named),
    [GEN_AI.provider]: provider,
    [GEN_AI.requestModel]: firstText(attributes, [GEN_AI.requestModel, 'ai.model_id', 'ai.model.id']),
    [GEN_AI.inputTokens]: field(attributes, GEN_AI.inputTokens) ?? field(attributes, 'ai.prompt_tokens.used'),
    [GEN_AI.outputTokens]:
      field(attributes, GEN_AI.outputTokens) ?? field(attributes, 'ai.completion_tokens.used'),
    'gen_ai.usage.cost': field(attributes, 'gen_ai.cost.total_tokens') ?? field(attributes, 'ai.total_cost'),
  });
}
