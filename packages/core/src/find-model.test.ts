import fc from 'fast-check';
import { findModel } from './find-model';

function found(provider: string | undefined, model: string): string | undefined {
  const match = findModel(provider, model);
  return match && `${match.provider}/${match.id}`;
}

describe('a model id', () => {
  it.each([
    ['openai', 'gpt-4o', 'openai/gpt-4o'],
    ['openai', ' GPT-4o ', 'openai/gpt-4o'],
    ['openai', 'openai/gpt-4o', 'openai/gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'],
    ['openai', 'gpt-4o-2024-11-20', 'openai/gpt-4o-2024-08-06'],
    ['openai', 'gpt-6-sol-2026-09-22', 'openai/gpt-6-sol'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::9xYz', 'openai/ft:gpt-4o-mini'],
    ['openai', 'ft:gpt-4.1-mini-2025-04-14:acme:my-suffix:AbC', 'openai/ft:gpt-4.1-mini'],
    ['openai', 'responses/gpt-5', 'openai/gpt-5'],
    ['openai', 'chatgpt-4o-latest', 'openai/chatgpt-4o-latest'],
    ['azure', 'gpt-35-turbo', 'openai/gpt-3.5-turbo'],
    ['azure', 'azure/global-standard/gpt-4o-2024-08-06', 'openai/gpt-4o-2024-08-06'],
    ['azure.ai.openai', 'gpt-4.1-mini-2025-04-14', 'openai/gpt-4.1-mini'],
    ['az.ai.openai', 'azure/gpt-4o', 'openai/gpt-4o'],
    ['anthropic', 'claude-3-5-sonnet-20241022', 'anthropic/claude-3-5-sonnet'],
    ['anthropic', 'claude-3-5-sonnet-latest', 'anthropic/claude-3-5-sonnet'],
    ['anthropic', 'claude-3-7-sonnet-20250219', 'anthropic/claude-3-7-sonnet-latest'],
    ['anthropic', 'claude-haiku-4-5-20251001', 'anthropic/claude-haiku-4-5'],
    ['gcp.vertex_ai', 'claude-sonnet-4-5@20250929', 'google/claude-sonnet-4-5'],
    ['gcp.vertex_ai', 'publishers/anthropic/models/claude-haiku-4-5@20251001', 'google/claude-haiku-4-5'],
    ['vertex_ai', 'vertex_ai/claude-opus-4-6@default', 'google/claude-opus-4-6'],
    ['gcp.gen_ai', 'google/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['gcp.gemini', 'models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['gemini', 'gemini-2.5-flash-001', 'google/gemini-2.5-flash'],
    ['google', 'projects/p/locations/eu/publishers/google/models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['google', 'gemini-2.5-pro-preview-05-06', 'google/gemini-2.5-pro'],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-east-1:123:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      'aws.bedrock',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      'aws.bedrock',
      'eu.anthropic.claude-3-5-sonnet-20240620-v1:0',
      'aws/regional.anthropic.claude-3-5-sonnet-20240620-v1:0',
    ],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-5-haiku-20241022-v1:0',
      'aws/regional.anthropic.claude-3-5-haiku-20241022-v1:0',
    ],
    ['bedrock', 'converse/us.amazon.nova-pro-v1:0', 'aws/amazon.nova-pro-v1:0'],
    [
      'bedrock_converse',
      'jp.anthropic.claude-haiku-4-5-20251001-v1:0',
      'aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    ['x_ai', 'grok-4-latest', 'x-ai/grok-4-0709'],
    ['mistral_ai', 'mistral-large-2411', 'mistral/mistral-large'],
    ['groq.chat', 'openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
    ['openrouter', 'openai/gpt-4o', 'openrouter/openai/gpt-4o'],
    ['ollama', 'llama3.2:3b', 'ollama/*'],
  ])('of %s, %p, is %s', (provider, model, id) => {
    expect(found(provider, model)).toBe(id);
  });

  it.each([
    ['gpt-4o', 'openai/gpt-4o'],
    ['claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
    ['gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['command-r-08-2024', 'cohere/command-r'],
    ['us.amazon.nova-pro-v1:0', 'aws/amazon.nova-pro-v1:0'],
    ['openai/gpt-4o', 'openai/gpt-4o'],
    ['litellm/anthropic/claude-haiku-4-5', 'anthropic/claude-haiku-4-5'],
    ['vertex_ai/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['ollama/llama3.2', 'ollama/*'],
    ['text-embedding-3-small', 'openai/text-embedding-3-small'],
    ['groq/openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
    ['xai/grok-3-mini', 'x-ai/grok-3-mini'],
    ['publishers/google/models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['openai:gpt-4o', 'openai/gpt-4o'],
    ['bedrock:us.amazon.nova-pro-v1:0', 'aws/amazon.nova-pro-v1:0'],
    ['claude-sonnet-5-5', 'anthropic/claude-sonnet-5-5'],
  ])('without a provider, %p, is %s', (model, id) => {
    expect(found(undefined, model)).toBe(id);
    expect(found('litellm', model)).toBe(id);
  });

  it.each([
    ['anthropic', 'claude-sonnet-5-6'],
    ['aws', 'us.anthropic.claude-sonnet-5-5-v1:0'],
    ['aws', 'arn:aws:bedrock:us-east-1:123:application-inference-profile/a1b2c3d4'],
    ['google', 'projects/p/locations/us-central1/endpoints/123'],
    ['azure', 'azure/eu/gpt-4o'],
    ['openrouter', 'openai/gpt-4o:nitro'],
    ['github-copilot', 'copilot-plan'],
    ['anthropic', 'claude-opus-4-10'],
    ['anthropic', 'claude-haiku-4-5-fast'],
    ['google', 'gemini-2.5-pro-ultra'],
    ['google', 'gemini-1.5-flash-8b'],
    ['deepseek', 'deepseek-chat-v9'],
    ['openai', 'gpt-4o-2031-01-01'],
    ['openai', 'gpt-4o-20250932'],
    ['openai', 'gpt-oss-120b'],
    ['openai', 'claude-haiku-4-5'],
    ['some-reseller', 'gpt-4o'],
    [undefined, 'meta-llama/llama-3.3-70b-instruct'],
    [undefined, 'my-model'],
    [undefined, 'mistral:7b'],
    ['openai', `${' '.repeat(100_000)}gpt-4o`],
    ['openai', ''],
    ['__proto__', 'gpt-4o'],
    ['openai', 'constructor'],
  ])('of %s, %p, is unknown', (provider, model) => {
    expect(found(provider, model)).toBeUndefined();
  });

  it("is sold by its maker, or resold at the maker's standard price", () => {
    expect(findModel('openai', 'gpt-4o')?.resold).toBe(false);
    expect(findModel('azure', 'gpt-4o')?.resold).toBe(true);
    expect(findModel('google', 'claude-sonnet-4-5')?.resold).toBe(false);
    expect(findModel(undefined, 'gpt-4o')?.resold).toBe(false);
  });

  it('never makes the search fail', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string(), (provider, model) => {
        expect(['undefined', 'string']).toContain(typeof found(provider, model));
      }),
    );
  });
});
