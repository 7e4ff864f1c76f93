import { countIn, firstCount, sumKnown } from '../counts';
import { field } from '../fields';
import type { Usage } from '../usage';

/** Token counts of a chat completion's usage object, as OpenAI and those who copy it write them. */
export function chatUsage(usage: unknown, provider: string | undefined): Usage {
  const promptDetails = field(usage, 'prompt_tokens_details') ?? field(usage, 'prompt_token_details');
  const completionDetails = field(usage, 'completion_tokens_details');
  const cachedReadTokens =
    countIn(promptDetails, 'cached_tokens') ?? firstCount(usage, CACHED_READ_NAMES_AT_TOP);
  const reasoningTokens =
    countIn(completionDetails, 'reasoning_tokens') ?? countIn(usage, 'reasoning_tokens');
  return {
    inputTokens: inputTokens(usage, provider, cachedReadTokens),
    cachedReadTokens,
    cacheWriteTokens:
      countIn(promptDetails, 'cache_write_tokens') ?? countIn(usage, 'cache_creation_input_tokens'),
    cacheWrite1hTokens: countIn(
      field(promptDetails, 'cache_creation_token_details'),
      'ephemeral_1h_input_tokens',
    ),
    outputTokens: outputTokens(usage, provider, reasoningTokens),
    reasoningTokens,
    inputAudioTokens: countIn(promptDetails, 'audio_tokens'),
    outputAudioTokens: countIn(completionDetails, 'audio_tokens'),
    inputImageTokens: countIn(promptDetails, 'image_tokens'),
    outputImageTokens: countIn(completionDetails, 'image_tokens'),
    webSearchRequests:
      countIn(usage, 'num_search_queries') ?? countIn(field(usage, 'server_tool_use'), 'web_search_requests'),
  };
}

/** DeepSeek, LiteLLM and Mistral, in this order. */
const CACHED_READ_NAMES_AT_TOP = ['prompt_cache_hit_tokens', 'cache_read_input_tokens', 'num_cached_tokens'];

/**
 * Includes the cached tokens, except that xAI has been seen to leave them out. Perplexity bills the pages that deep
 * research has read as input, but counts them beside the prompt.
 */
function inputTokens(
  usage: unknown,
  provider: string | undefined,
  cached: number | undefined,
): number | undefined {
  const input = countIn(usage, 'prompt_tokens');
  if (input === undefined) {
    return undefined;
  }
  const leavesCachedOut = provider === 'x_ai' && cached !== undefined && cached > input;
  return sumKnown(input, leavesCachedOut ? cached : undefined, countIn(usage, 'citation_tokens'));
}

function outputTokens(
  usage: unknown,
  provider: string | undefined,
  reasoning: number | undefined,
): number | undefined {
  const output = countIn(usage, 'completion_tokens');
  return output !== undefined && reasoning && leavesReasoningOut(usage, provider, output + reasoning)
    ? sumKnown(output, reasoning)
    : output;
}

/**
 * xAI counts reasoning beside `completion_tokens`, and its `total_tokens` gives that away. So does Perplexity's deep
 * research, which alone has citation tokens, without counting either into its total.
 */
function leavesReasoningOut(usage: unknown, provider: string | undefined, output: number): boolean {
  const total = countIn(usage, 'total_tokens');
  return (
    countIn(usage, 'citation_tokens') !== undefined ||
    (total === undefined ? provider === 'x_ai' : total === (countIn(usage, 'prompt_tokens') ?? 0) + output)
  );
}
