import { field, GEN_AI, itemsOf } from '@kagura/core';
import type { ResponseFacts } from './response-facts';

const SERVICE_TIER = 'openai.response.service_tier';
const FINGERPRINT = 'openai.response.system_fingerprint';

/** Chat completions and text completions, whole or as chunks. */
export function noteChat(answer: unknown, facts: ResponseFacts): void {
  facts.set(SERVICE_TIER, field(answer, 'service_tier'));
  facts.set(FINGERPRINT, field(answer, 'system_fingerprint'));
  for (const choice of itemsOf(field(answer, 'choices'))) {
    facts.finish(field(choice, 'index'), field(choice, 'finish_reason'));
    const message = field(choice, 'message') ?? field(choice, 'delta');
    for (const call of itemsOf(field(message, 'tool_calls'))) {
      facts.callTool(field(field(call, 'function') ?? field(call, 'custom'), 'name'));
    }
  }
}

/** Answers of the Responses API, and the events of its streams. */
export function noteResponses(answer: unknown, facts: ResponseFacts): void {
  if (field(answer, 'object') === 'response') {
    noteResponse(answer, facts);
    for (const item of itemsOf(field(answer, 'output'))) noteOutput(item, facts);
    return;
  }
  const response = field(answer, 'response');
  if (response !== undefined) noteResponse(response, facts);
  else if (field(answer, 'type') === 'response.output_item.done') noteOutput(field(answer, 'item'), facts);
}

function noteResponse(response: unknown, facts: ResponseFacts): void {
  const status = field(response, 'status');
  if (status !== 'in_progress' && status !== 'queued')
    facts.finish(0, field(field(response, 'incomplete_details'), 'reason') ?? status);
  facts.set(SERVICE_TIER, field(response, 'service_tier'));
  facts.set(GEN_AI.conversationId, field(field(response, 'conversation'), 'id'));
}

function noteOutput(item: unknown, facts: ResponseFacts): void {
  const type = field(item, 'type');
  if (type === 'function_call' || type === 'custom_tool_call') facts.callTool(field(item, 'name'));
}
