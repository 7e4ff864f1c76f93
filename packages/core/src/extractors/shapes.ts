import { extractAiSdk } from './ai-sdk';
import { extractAiSdkEmbeddings } from './ai-sdk-embeddings';
import { extractAiSdkImages } from './ai-sdk-images';
import { extractAiSdkModel } from './ai-sdk-model';
import { extractAnthropicMessage } from './anthropic-message';
import { extractBedrockConverse } from './bedrock-converse';
import { extractBedrockLlama } from './bedrock-llama';
import { extractBedrockMistral } from './bedrock-mistral';
import { extractBedrockTitan } from './bedrock-titan';
import { extractChatCamelCase } from './chat-camel-case';
import { extractCohere } from './cohere';
import type { Extractor } from './extractor';
import { extractGemini } from './gemini';
import { extractGeminiEmbeddings } from './gemini-embeddings';
import { extractGivenUsage, extractReading } from './given-usage';
import { extractLangchainMessage } from './langchain-message';
import { extractMistralConversation } from './mistral-conversation';
import { extractMistralOcr } from './mistral-ocr';
import { extractMistralTranscription } from './mistral-transcription';
import { extractOllama } from './ollama';
import { extractOpenaiChat } from './openai-chat';
import { extractOpenaiEmbeddings } from './openai-embeddings';
import { extractOpenaiImages } from './openai-images';
import { extractOpenaiRealtime } from './openai-realtime';
import { extractOpenaiResponse } from './openai-responses';
import { extractOpenaiTranscription } from './openai-transcription';
import { extractTimedTranscription } from './timed-transcription';

/**
 * How shapes are found: a property that all responses of the shape have, and who reads it. First match wins, though
 * no response matches two. A new shape is a new file in `extractors/` and a line here.
 */
export const SHAPES: readonly (readonly [mark: string, extract: Extractor])[] = [
  ['choices', extractOpenaiChat],
  ['type', extractAnthropicMessage],
  ['object', extractOpenaiResponse],
  ['usageMetadata', extractGemini],
  ['stopReason', extractBedrockConverse],
  ['response_metadata', extractLangchainMessage],
  ['steps', extractAiSdk],
  ['finishReason', extractAiSdk],
  ['finishReason', extractAiSdkModel],
  ['object', extractOpenaiEmbeddings],
  ['conversation_id', extractMistralConversation],
  ['conversationId', extractMistralConversation],
  ['usage', extractChatCamelCase],
  ['usage', extractCohere],
  ['meta', extractCohere],
  ['model', extractOllama],
  ['candidates', extractGemini],
  ['embeddings', extractGeminiEmbeddings],
  ['embedding', extractAiSdkEmbeddings],
  ['embeddings', extractAiSdkEmbeddings],
  ['images', extractAiSdkImages],
  ['created', extractOpenaiImages],
  ['usage', extractOpenaiTranscription],
  ['usage', extractMistralTranscription],
  ['duration', extractTimedTranscription],
  ['durationInSeconds', extractTimedTranscription],
  ['usage_info', extractMistralOcr],
  ['usageInfo', extractMistralOcr],
  ['object', extractOpenaiRealtime],
  ['type', extractOpenaiRealtime],
  ['prompt_token_count', extractBedrockLlama],
  ['generation_token_count', extractBedrockLlama],
  ['inputTextTokenCount', extractBedrockTitan],
  ['outputs', extractBedrockMistral],
  ['shape', extractReading],
  ['inputTokens', extractGivenUsage],
  ['outputTokens', extractGivenUsage],
];
