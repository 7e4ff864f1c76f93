import type { ModelRequest } from './model-request';
import type { PromptCache } from './prompt-cache';
import { countTokens, tokenize } from './tokens';
import { chooseToolCall, type ToolCall } from './tool-call';
import { wordAnswer } from './wording';

/** Tokens of one call as they are billed. Input includes cache reads and writes, output includes reasoning. */
export interface BilledUsage {
  readonly inputTokens: number;
  readonly cachedReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export interface ModelAnswer {
  /** The text in tokens, one streamed chunk each; empty when a tool is called. */
  readonly tokens: readonly string[];
  readonly toolCall: ToolCall | undefined;
  readonly finish: 'stop' | 'length' | 'tool_call';
  readonly usage: BilledUsage;
}

/** An answer that a test or a demo prescribes; what is left out follows the stand-in's own rules. */
export interface ScriptedAnswer {
  readonly text?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

/** Answers a request: the same request always gets the same answer. */
export function composeAnswer(
  request: ModelRequest,
  cache: PromptCache,
  script: ScriptedAnswer | undefined,
): ModelAnswer {
  const input = countInput(request, cache, script?.inputTokens);
  const limit = request.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const reasoningTokens = isReasoningModel(request.model) ? Math.min(input.inputTokens, limit) : 0;
  const toolCall = script?.text === undefined ? chooseToolCall(request) : undefined;
  const all = toolCall ? [] : tokenize(script?.text ?? wordAnswer(request));
  const tokens = all.slice(0, limit - reasoningTokens);
  const written = toolCall ? countTokens([toolCall.name, toolCall.arguments]) : tokens.length;
  return {
    tokens,
    toolCall,
    finish: toolCall ? 'tool_call' : tokens.length < all.length ? 'length' : 'stop',
    usage: { ...input, outputTokens: script?.outputTokens ?? written + reasoningTokens, reasoningTokens },
  };
}

type InputUsage = Pick<BilledUsage, 'inputTokens' | 'cachedReadTokens' | 'cacheWriteTokens'>;

function countInput(request: ModelRequest, cache: PromptCache, scripted: number | undefined): InputUsage {
  const inputTokens = scripted ?? countTokens(request.texts);
  if (request.cache === undefined) return { inputTokens, cachedReadTokens: 0, cacheWriteTokens: 0 };
  const prefix = request.texts.slice(0, request.cache.texts);
  const known = cache.remember(`${request.model} ${request.cache.scope}`, prefix);
  return {
    inputTokens,
    cachedReadTokens: countTokens(prefix.slice(0, known)),
    cacheWriteTokens: request.cache.billsWrites ? countTokens(prefix.slice(known)) : 0,
  };
}

/** OpenAI's o-models think before they answer; the stand-in thinks one token for each it reads. */
function isReasoningModel(model: string): boolean {
  return /^o\d/.test(model);
}
