import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { DemoProgram } from './demo-program';
import { eventually } from './eventually';
import type { ServerProcess } from './server-process';
import { startAlertmanager, startPrometheus } from './servers';

interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly {
    readonly title: string;
    readonly title_link: string;
    readonly text: string;
    readonly color: string;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'kagura-alerts-'));
const messages: SlackMessage[] = [];
const servers: ServerProcess[] = [];
let webhook: Server;
let program: DemoProgram;

beforeAll(async () => {
  webhook = createServer(async (request, response) => {
    messages.push((await json(request)) as SlackMessage);
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  const { port } = webhook.address() as AddressInfo;
  const alertmanager = await startAlertmanager(
    join(folder, 'alertmanager'),
    `http://127.0.0.1:${port}/slack`,
  );
  servers.push(alertmanager);
  program = await DemoProgram.start({ database: join(folder, 'kagura.db'), otlpUrl: 'http://127.0.0.1:9' });
  servers.push(
    await startPrometheus({
      folder: join(folder, 'prometheus'),
      targets: [`127.0.0.1:${program.port}`],
      alertmanager: `127.0.0.1:${alertmanager.port}`,
    }),
  );
}, 120_000);

afterAll(async () => {
  await program?.stop();
  for (const server of servers) await server.stop();
  webhook.closeAllConnections();
  webhook.close();
  rmSync(folder, { recursive: true });
});

test('a budget that is used up is told in Slack, with what to do and where to look', async () => {
  const message = await eventually('A message', async () =>
    messages.find(({ attachments }) => attachments[0]?.title.startsWith('Budget monthly is used up')),
  );
  expect(message).toMatchObject({
    channel: '#kagura',
    attachments: [
      {
        title_link: 'http://localhost:3000/d/kagura-cost',
        text: expect.stringMatching(
          /% of budget monthly of demo is spent or held\.[\s\S]*What to do: docs\/alerts\.md#kagurabudgetexhausted/,
        ),
        color: 'danger',
      },
    ],
  });
});

test('what it makes superfluous is not told', () => {
  const titles = messages.map(({ attachments }) => attachments[0]?.title);
  expect(titles).not.toContainEqual(expect.stringContaining('Budget monthly is nearly used up'));
});
