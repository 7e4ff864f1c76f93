import type { Reply, ServerSentEvent } from './endpoint';
import { isObject, type JsonObject } from './json';
import { openaiChat } from './openai-chat';

/** What certain chunks of a stream in OpenAI's format tell besides. */
export interface ChunkAdditions {
  readonly first?: JsonObject;
  readonly last: JsonObject;
}

/** A stream in OpenAI's format, for providers that tell what was used in its last chunk without being asked. */
export function* withChunks(reply: Reply, { first, last }: ChunkAdditions): Generator<ServerSentEvent> {
  const events = [...(openaiChat.stream?.(reply) ?? [])];
  const chunks = events.filter(({ data }) => isObject(data));
  for (const event of events) {
    const more = event === chunks[0] ? first : event === chunks.at(-1) ? last : undefined;
    yield isObject(event.data) ? { ...event, data: { ...event.data, ...more } } : event;
  }
}
