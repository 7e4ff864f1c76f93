import { field, isList, textIn } from '../fields';

/** Names that OpenAI gives its own models; `gpt-oss` is served by many. */
const OPENAI_MODEL =
  /^(ft:)?(gpt-(?!oss)|chatgpt-|o\d|text-|davinci|babbage|codex-|computer-use-|dall-e|whisper-1$|tts-)/;

/** OpenAI, if the model is one that only OpenAI serves under this name: its API is copied by many. */
export function openaiByModel(model: string | undefined): string | undefined {
  return model !== undefined && OPENAI_MODEL.test(model) ? 'openai' : undefined;
}

/**
 * Who made a response in the form of OpenAI's chat completions: those who copy it add fields that only they have.
 * `undefined` when nothing tells.
 */
export function chatProvider(response: unknown, usage: unknown): string | undefined {
  if (field(response, 'x_groq') !== undefined) {
    return 'groq';
  }
  if (isList(field(response, 'prompt_filter_results'))) {
    return 'azure.ai.openai';
  }
  if (textIn(response, 'id')?.startsWith('gen-') === true) {
    return 'openrouter';
  }
  return providerByUsage(usage) ?? providerByCitations(response) ?? openaiByModel(textIn(response, 'model'));
}

function providerByUsage(usage: unknown): string | undefined {
  if (field(usage, 'cost_in_usd_ticks') !== undefined || field(usage, 'num_sources_used') !== undefined) {
    return 'x_ai';
  }
  return field(usage, 'prompt_cache_miss_tokens') === undefined ? undefined : 'deepseek';
}

function providerByCitations(response: unknown): string | undefined {
  return isList(field(response, 'search_results')) || isList(field(response, 'citations'))
    ? 'perplexity'
    : undefined;
}
