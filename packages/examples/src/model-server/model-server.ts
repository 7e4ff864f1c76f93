import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelBill } from './bill';
import type { RecordedRequest } from './recorded-request';
import { RequestHandler, type RequestHandlerOptions } from './request-handler';

export interface ModelServerOptions extends RequestHandlerOptions {
  /** @default a free port */
  readonly port?: number | undefined;
}

/** A running stand-in for a model provider. */
export interface ModelServer {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** `baseURL` of the official OpenAI client. */
  readonly openaiBaseUrl: string;
  /** `baseURL` of the official Anthropic client. */
  readonly anthropicBaseUrl: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** What was billed so far, by model. Refused requests are not billed. */
  readonly usage: ReadonlyMap<string, ModelBill>;
  /** Resolves when every request received so far is dealt with, those of clients that went away included. */
  settled(): Promise<void>;
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Starts a server on the loopback interface that speaks the wire formats of OpenAI (chat completions, responses,
 * embeddings), Anthropic (messages), Azure OpenAI, Gemini, Mistral, Groq, Cohere, Ollama and Bedrock (chats), streaming
 * included. It knows nothing: its answers are derived from the request, the same for the same request. Four characters
 * are one token. It says that it is a stand-in in the response header `x-model-server` and in OpenAI's `system_fingerprint`.
 *
 * A prompt may hold directives: `[[error 429]]` and `[[error 503 times 2]]` fail with that status, `[[cut]]` ends
 * the connection in the middle of the answer, `[[fail]]` ends a stream there with an error event, `[[stall 200]]` waits
 * 200 ms, `[[usage never]]` keeps back what was used, `[[usage late 200]]` tells it 200 ms late, and
 * `[[refuse stream_options]]` refuses requests with that field. The request header `x-stand-in` takes them too.
 *
 * @throws the system's error when the port is taken
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const handler = new RequestHandler(options);
  const open = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const handled = handler
      .handle(request, response)
      // A fault of the stand-in itself, or a request that ended half-way: the client sees its connection end.
      .catch((error: unknown) => void response.destroy(toError(error)))
      .finally(() => open.delete(handled));
    open.add(handled);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, LOOPBACK, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${LOOPBACK}:${port}`;
  return {
    url,
    openaiBaseUrl: `${url}/v1`,
    anthropicBaseUrl: url,
    requests: handler.requests,
    usage: handler.bill.models,
    settled: async () => void (await Promise.all(open)),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
