// Everything the packages load at first use must be inside the bundle: the runtime, the price table, OpenTelemetry's
// SDK with its OTLP exporter, and the exporter behind the Prometheus page.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CostTracker, Observe, startObservability } from '@kagura/observability';

class Assistant {
  @Observe({ name: 'assistant' })
  async ask() {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}

/** Takes a free port, and says what is sent to it. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, bodies, port: (server.address() as AddressInfo).port };
}

async function main(): Promise<void> {
  const free = await startCollector();
  await new Promise((resolve) => free.server.close(resolve));
  const collector = await startCollector();
  const observability = startObservability({
    otlp: { url: `http://127.0.0.1:${collector.port}/v1/traces` },
    prometheus: { port: free.port },
  });
  await new Assistant().ask();
  const page = await (await fetch(`http://127.0.0.1:${free.port}/metrics`)).text();
  if (!page.includes('gen_ai_agent_name="assistant"')) throw new Error(`no metrics of the agent:\n${page}`);
  await observability.flush();
  if (!collector.bodies.join().includes('invoke_agent assistant')) throw new Error('no span was exported');
  const { total } = await new CostTracker().getCost({ agent: 'assistant' });
  process.stdout.write(`${total}\n`);
  await observability.shutdown();
  collector.server.close();
}

void main();
