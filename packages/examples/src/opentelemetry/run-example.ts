import { StreamingAgent } from '../agents/streaming-agent';
import { modelClients } from '../model-clients';
import { startModelServer } from '../model-server/model-server';

interface Example {
  startTelemetry(): { shutdown(): Promise<unknown> };
}

/** Loaded late, since OpenTelemetry can be started once in a process. */
const EXAMPLES: Readonly<Record<string, () => Promise<Example>>> = {
  'new-application': () => import('./new-application.js'),
  'node-sdk': () => import('./node-sdk.js'),
  'own-provider': () => import('./own-provider.js'),
  'second-backend': () => import('./second-backend.js'),
};

/** Starts an example's telemetry, has an agent answer one question on a stand-in model server, and shuts down. */
async function runExample(name = ''): Promise<void> {
  const example = EXAMPLES[name];
  if (example === undefined) throw new Error(`"${name}" is none of ${Object.keys(EXAMPLES).join(', ')}`);
  const telemetry = (await example()).startTelemetry();
  const server = await startModelServer();
  for await (const _ of new StreamingAgent(modelClients(server).openai).answer('Hello'));
  await server.close();
  await telemetry.shutdown();
}

runExample(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
