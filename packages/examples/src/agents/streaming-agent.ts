import { Observe } from '@kagura/observability';
import type OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Stream } from 'openai/streaming';

const MODEL = 'gpt-4o';

/** Answers while the model is still writing. */
export class StreamingAgent {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  /** The answer piece by piece. A reader that stops early also stops the model. */
  @Observe({ name: 'streaming_agent', logPrompts: true, logResponses: true })
  async *answer(question: string): AsyncGenerator<string> {
    for await (const chunk of await this.stream(question)) {
      const piece = chunk.choices[0]?.delta.content;
      if (piece) yield piece;
    }
  }

  /** The provider's own stream, with everything its class offers: `tee()`, `controller`, `toReadableStream()`. */
  @Observe({ kind: 'model', model: MODEL, provider: 'openai', logResponses: true })
  stream(question: string): Promise<Stream<ChatCompletionChunk>> {
    return this.#openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: question }],
      stream: true,
      // Without it OpenAI does not say what a stream cost.
      stream_options: { include_usage: true },
    });
  }
}
