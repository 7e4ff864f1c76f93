import { parseArgs } from 'node:util';
import { type ModelServer, startModelServer } from './model-server';

const DEFAULT_PORT = 4010;
const HIGHEST_PORT = 65_535;

/**
 * Starts the server as the command line asks (`--port`, default 4010) and says where it listens.
 *
 * @throws Error for an argument that is not known or no port
 */
export async function runModelServer(
  argv: readonly string[],
  print: (text: string) => void,
): Promise<ModelServer> {
  const { values } = parseArgs({
    args: [...argv],
    options: { port: { type: 'string', default: String(DEFAULT_PORT) } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) {
    throw new Error(`--port takes a number from 0 to ${HIGHEST_PORT}, not "${values.port}"`);
  }
  const server = await startModelServer({ port });
  print(`Stand-in model server: no model is behind it, no key is needed.
  OpenAI base URL     ${server.openaiBaseUrl}
  Anthropic base URL  ${server.anthropicBaseUrl}
Ctrl-C stops it.`);
  return server;
}
