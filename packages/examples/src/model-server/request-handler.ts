import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { anthropicMessages } from './anthropic-messages';
import { azureOpenaiChat } from './azure-openai-chat';
import { bedrockConverse } from './bedrock-converse';
import { Bill } from './bill';
import { cohereChat } from './cohere-chat';
import { DIRECTIVE_HEADER, type Directives, readDirectives } from './directives';
import type { Endpoint, Reply } from './endpoint';
import { googleGenerateContent } from './google-generate-content';
import { groqChat } from './groq-chat';
import { isObject, type JsonObject } from './json';
import { mistralChat } from './mistral-chat';
import { composeAnswer, type ScriptedAnswer } from './model-answer';
import { InvalidRequestError, type ModelRequest } from './model-request';
import { ollamaChat } from './ollama-chat';
import { openaiChat } from './openai-chat';
import { openaiEmbeddings } from './openai-embeddings';
import { openaiResponses } from './openai-responses';
import { PromptCache } from './prompt-cache';
import { type ProviderErrorInput, providerError, providerErrorEvent } from './provider-error';
import type { RecordedRequest } from './recorded-request';
import { type Delivery, sendEvents, sendJson } from './send-response';
import { withoutUsage } from './without-usage';

const ENDPOINTS: readonly Endpoint[] = [
  openaiChat,
  azureOpenaiChat,
  openaiResponses,
  openaiEmbeddings,
  anthropicMessages,
  googleGenerateContent,
  mistralChat,
  groqChat,
  cohereChat,
  ollamaChat,
  bedrockConverse,
];

export interface RequestHandlerOptions {
  /** Prescribes answers; `undefined` leaves one to the stand-in's own rules. */
  readonly answer?: ((request: ModelRequest) => ScriptedAnswer | undefined) | undefined;
  /** Milliseconds before an answer begins. @default 0 */
  readonly latencyMs?: ((request: ModelRequest) => number) | undefined;
  /** Milliseconds between two streamed events. @default 0 */
  readonly chunkIntervalMs?: number | undefined;
}

type Recorded = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Answers requests, keeps them, and keeps the books. */
export class RequestHandler {
  readonly bill = new Bill();
  readonly #options: RequestHandlerOptions;
  readonly #requests: Recorded[] = [];
  readonly #cache = new PromptCache();
  /** Errors given so far for a prompt, for directives that ask for a number of them. */
  readonly #errorsGiven = new Map<string, number>();

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(incoming);
    const body = parseObject(text);
    const recorded = this.#record(incoming, body ?? {});
    response.setHeader('x-model-server', 'stand-in');
    response.setHeader('x-request-id', `req_standin_${recorded.number}`);
    response.setHeader('request-id', `req_standin_${recorded.number}`);
    const endpoint = ENDPOINTS.find(({ path }) => recorded.method === 'POST' && isAt(path, recorded.path));
    const provider = endpoint?.provider ?? 'openai';
    if (endpoint === undefined) {
      const message = `Invalid URL (${recorded.method} ${recorded.path})`;
      return this.#refuse(recorded, response, { provider, status: 404, message });
    }
    try {
      if (body === undefined)
        throw new InvalidRequestError('We could not parse the JSON body of your request.', 'body');
      await this.#serve(endpoint, endpoint.read(body, recorded.path), recorded, response);
    } catch (error) {
      if (!(error instanceof InvalidRequestError)) throw error;
      const { message, parameter } = error;
      await this.#refuse(recorded, response, { provider, status: 400, message, parameter });
    }
  }

  #record({ method = '', url = '', headers }: IncomingMessage, body: JsonObject): Recorded {
    const [path = ''] = url.split('?');
    const number = this.#requests.length + 1;
    const recorded: Recorded = { number, method, path, headers, body, outcome: 'pending', status: undefined };
    this.#requests.push(recorded);
    return recorded;
  }

  async #serve(endpoint: Endpoint, request: ModelRequest, recorded: Recorded, response: ServerResponse) {
    const directives = readDirectives(`${recorded.headers[DIRECTIVE_HEADER] ?? ''} ${request.prompt}`);
    await setTimeout(directives.stallMs + (this.#options.latencyMs?.(request) ?? 0));
    const status = this.#errorDue(directives, request);
    if (status !== undefined) {
      return this.#refuse(recorded, response, { provider: endpoint.provider, status });
    }
    const { refusedField } = directives;
    if (refusedField !== undefined && refusedField in request.body) {
      throw new InvalidRequestError(`Unrecognized request argument supplied: ${refusedField}`, refusedField);
    }
    const answer = composeAnswer(request, this.#cache, this.#options.answer?.(request));
    const reply: Reply = { number: recorded.number, createdAt: new Date(), request, answer };
    recorded.status = response.statusCode;
    const delivery = await this.#send(endpoint, reply, directives, response);
    recorded.outcome = delivery.outcome;
    const { reasoningTokens } = answer.usage;
    const outputTokens =
      delivery.sentTokens === undefined ? answer.usage.outputTokens : delivery.sentTokens + reasoningTokens;
    this.bill.add(request.model, { ...answer.usage, outputTokens });
  }

  #errorDue({ error }: Directives, request: ModelRequest): number | undefined {
    if (error === undefined) return undefined;
    const given = this.#errorsGiven.get(request.prompt) ?? 0;
    if (given >= error.times) return undefined;
    this.#errorsGiven.set(request.prompt, given + 1);
    return error.status;
  }

  #send(
    endpoint: Endpoint,
    reply: Reply,
    directives: Directives,
    response: ServerResponse,
  ): Promise<Delivery> {
    const { withholdUsage, cut, fail, usageDelayMs } = directives;
    if (!reply.request.stream || endpoint.stream === undefined) {
      const body = endpoint.write(reply);
      return sendJson(response, withholdUsage ? withoutUsage(body) : body, cut);
    }
    const events = [...endpoint.stream(reply)].flatMap((event) => {
      const data = withholdUsage ? withoutUsage(event.data) : event.data;
      return data === undefined ? [] : [{ ...event, data }];
    });
    return sendEvents(response, events, {
      format: endpoint.streamFormat,
      brokenBy: fail ? providerErrorEvent(endpoint.provider, reply.number) : cut ? 'cut' : undefined,
      intervalMs: this.#options.chunkIntervalMs ?? 0,
      delayBeforeLastMs: usageDelayMs,
    });
  }

  async #refuse(
    recorded: Recorded,
    response: ServerResponse,
    input: Omit<ProviderErrorInput, 'requestNumber'>,
  ) {
    const error = providerError({ ...input, requestNumber: recorded.number });
    recorded.outcome = 'refused';
    recorded.status = error.status;
    response.statusCode = error.status;
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
    await sendJson(response, error.body);
  }
}

function isAt(path: Endpoint['path'], requested: string): boolean {
  return typeof path === 'string' ? path === requested : path.test(requested);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Answered with the provider's error for a body that is no JSON.
    return undefined;
  }
}
