import { createAnthropic as createAnthropic7 } from '@ai-sdk/anthropic';
import { createOpenAI as createOpenAI7 } from '@ai-sdk/openai';
import { observeClient } from '@kagura/observability';
import * as ai7 from 'ai';
import * as ai4 from 'ai4';
import { createAnthropic as createAnthropic4 } from 'ai4-anthropic';
import { createOpenAI as createOpenAI4 } from 'ai4-openai';
import * as ai5 from 'ai5';
import { createAnthropic as createAnthropic5 } from 'ai5-anthropic';
import { createOpenAI as createOpenAI5 } from 'ai5-openai';
import * as ai6 from 'ai6';
import { createAnthropic as createAnthropic6 } from 'ai6-anthropic';
import { createOpenAI as createOpenAI6 } from 'ai6-openai';
import { type ModelCall, type ModelClient, streamed, whole } from '../model-client.js';

/** The parts of the AI SDK that every version has; what they take differs from version to version. */
interface AiSdk {
  generateText(options: never): unknown;
  streamText(options: never): unknown;
  embed(options: never): unknown;
  jsonSchema(schema: never): unknown;
}

interface Settings {
  readonly apiKey: string;
  readonly baseURL: string;
}

/** One version of the AI SDK, with its providers. */
interface Version {
  readonly sdk: AiSdk;
  readonly openai: (settings: Settings) => unknown;
  readonly anthropic: (settings: Settings) => unknown;
  readonly embedder: (settings: Settings) => unknown;
  /** Name of the option that holds a tool's schema. */
  readonly schema: 'parameters' | 'inputSchema';
  /** Lets a call go on after a tool was called. */
  readonly loop: object;
  /** Switches spans on. Version 7 makes them where an integration is registered. */
  readonly telemetry: object;
}

const OPENAI = 'gpt-4o';
const ANTHROPIC = 'claude-opus-4-8';
const EMBEDDER = 'text-embedding-3-small';
const EXPERIMENTAL = { experimental_telemetry: { isEnabled: true } };

const VERSIONS: Readonly<Record<string, Version>> = {
  'ai 4': {
    sdk: ai4,
    // Only then does it ask OpenAI for the usage of streams.
    openai: (settings) => createOpenAI4({ ...settings, compatibility: 'strict' })(OPENAI),
    anthropic: (settings) => createAnthropic4(settings)(ANTHROPIC),
    embedder: (settings) => createOpenAI4(settings).textEmbeddingModel(EMBEDDER),
    schema: 'parameters',
    loop: { maxSteps: 3 },
    telemetry: EXPERIMENTAL,
  },
  'ai 5': {
    sdk: ai5,
    openai: (settings) => createOpenAI5(settings)(OPENAI),
    anthropic: (settings) => createAnthropic5(settings)(ANTHROPIC),
    embedder: (settings) => createOpenAI5(settings).textEmbeddingModel(EMBEDDER),
    schema: 'inputSchema',
    loop: { stopWhen: ai5.stepCountIs(3) },
    telemetry: EXPERIMENTAL,
  },
  'ai 6': {
    sdk: ai6,
    openai: (settings) => createOpenAI6(settings)(OPENAI),
    anthropic: (settings) => createAnthropic6(settings)(ANTHROPIC),
    embedder: (settings) => createOpenAI6(settings).textEmbeddingModel(EMBEDDER),
    schema: 'inputSchema',
    loop: { stopWhen: ai6.stepCountIs(3) },
    telemetry: EXPERIMENTAL,
  },
  'ai 7': {
    sdk: ai7,
    openai: (settings) => createOpenAI7(settings)(OPENAI),
    anthropic: (settings) => createAnthropic7(settings)(ANTHROPIC),
    embedder: (settings) => createOpenAI7(settings).embeddingModel(EMBEDDER),
    schema: 'inputSchema',
    loop: { stopWhen: ai7.isStepCount(3) },
    telemetry: {},
  },
};

interface AiSdkOptions {
  readonly telemetry: boolean;
  /** Whether the models are given to `observeClient()`. @default false */
  readonly observed?: boolean;
}

/** Each version of the AI SDK with its own providers for OpenAI and Anthropic. */
export function aiSdks({
  telemetry,
  observed = false,
}: AiSdkOptions): Readonly<Record<string, (url: string) => ModelClient>> {
  const clients = Object.entries(VERSIONS).flatMap(([name, version]) => {
    const told = telemetry ? version : { ...version, telemetry: {} };
    return clientsOf(name, observed ? withObservedModels(told) : told);
  });
  return Object.fromEntries(clients);
}

function withObservedModels(version: Version): Version {
  const observing =
    (create: (settings: Settings) => unknown) =>
    (settings: Settings): unknown =>
      observeClient(create(settings) as object);
  const { openai, anthropic, embedder } = version;
  return {
    ...version,
    openai: observing(openai),
    anthropic: observing(anthropic),
    embedder: observing(embedder),
  };
}

function clientsOf(name: string, version: Version): [string, (url: string) => ModelClient][] {
  const at = (url: string): Settings => ({ apiKey: 'stand-in', baseURL: `${url}/v1` });
  const embed = (url: string) => (value: string) =>
    version.sdk.embed({ model: version.embedder(at(url)), value, ...version.telemetry } as never);
  return [
    [
      `${name}, OpenAI`,
      (url) => ({ model: OPENAI, provider: 'openai', calls: callsOf(version, version.openai(at(url))) }),
    ],
    [
      `${name}, Anthropic`,
      (url) => ({
        model: ANTHROPIC,
        provider: 'anthropic',
        calls: callsOf(version, version.anthropic(at(url))),
      }),
    ],
    [
      `${name}, embeddings`,
      (url) => ({ model: EMBEDDER, provider: 'openai', calls: { embed: whole(embed(url)) } }),
    ],
  ];
}

function callsOf({ sdk, schema, loop, telemetry }: Version, model: unknown): ModelClient['calls'] {
  const properties = { city: { type: 'string' } };
  const parameters = sdk.jsonSchema({ type: 'object', properties, required: ['city'] } as never);
  const weather = { description: 'Weather', [schema]: parameters, execute: async () => 'sunny' };
  const ask = (prompt: string, more: object = {}) => ({ model, prompt, ...telemetry, ...more }) as never;
  const tools = { ...loop, tools: { weather } };
  const stream = (more?: object) =>
    streamed(
      // It prints errors unless they are taken from it.
      (prompt) => sdk.streamText(ask(prompt, { onError: () => undefined, ...more })),
      ({ fullStream }: { readonly fullStream: unknown }) => fullStream,
    );
  return {
    generateText: whole((prompt) => sdk.generateText(ask(prompt))),
    streamText: stream(),
    'generateText, tools': twice(whole((prompt) => sdk.generateText(ask(prompt, tools)))),
    'streamText, tools': twice(stream(tools)),
  };
}

const twice = (call: ModelCall): ModelCall => ({ ...call, requests: 2 });
