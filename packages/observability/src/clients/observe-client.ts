import { ConfigurationError } from '@kagura/core';
import { KNOWN_CLIENTS } from './known-clients';
import type { ObserveClientOptions } from './observe-client-options';
import { ObservedClient } from './observed-client';

/**
 * Records every call that a client makes to a model: span `chat {model}`, tokens, cost, errors. The very same object
 * comes back, and promises, streams, helpers and errors are what they were; only methods of this one object are
 * replaced, not those of its class. A client that is observed already is left as it is. Clients that it makes itself
 * by `withOptions()` are observed too.
 *
 * Knows the clients of `openai` (Azure's included, and whatever speaks OpenAI's API), `@anthropic-ai/sdk` (Bedrock's
 * and Vertex AI's included) and `@google/genai`, and the language and embedding models of the AI SDK.
 *
 * @throws ConfigurationError for any other object
 */
export function observeClient<T extends object>(client: T, options: ObserveClientOptions = {}): T {
  if (ObservedClient.of(client)) return client;
  const definition = KNOWN_CLIENTS.find(({ recognises }) => recognises(client));
  const isObserved = definition && new ObservedClient(client, definition, options).observe();
  if (!isObserved) throw unknownClient(client);
  return client;
}

/** Undoes `observeClient()`: calls that begin from now on are not recorded. Returns the same client. */
export function unobserveClient<T extends object>(client: T): T {
  ObservedClient.of(client)?.restore();
  return client;
}

function unknownClient(client: object): ConfigurationError {
  const known = [...new Set(KNOWN_CLIENTS.map(({ name }) => name))].join(', ');
  const given = client?.constructor?.name ?? typeof client;
  return new ConfigurationError(
    `observeClient() cannot observe this ${given}: it is none of the clients it knows (${known}), or it is frozen. ` +
      "Put @Observe({ kind: 'model' }) on the method that makes the call, or hand its response to recordUsage().",
  );
}
