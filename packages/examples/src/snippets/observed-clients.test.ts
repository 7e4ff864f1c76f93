import { CostTracker } from '@kagura/observability';
import { clientEnvironment } from '../model-server/client-environment';
import { type Stage, startStage } from '../stage';

let stage: Stage;
let printed = '';

beforeEach(async () => {
  stage = await startStage();
  printed = '';
  const print = (text: unknown) => {
    printed += text;
    return true;
  };
  jest.spyOn(console, 'log').mockImplementation(print);
  jest.spyOn(process.stdout, 'write').mockImplementation(print);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await stage.close();
});

test('observed OpenAI: a stream without further options has its exact cost', async () => {
  process.env.OPENAI_API_KEY = 'stand-in';
  process.env.OPENAI_BASE_URL = stage.server.openaiBaseUrl;
  // Loaded here, because its client takes the address from the environment at once.
  const { main } = require('./observed-openai') as typeof import('./observed-openai');
  await main();

  const written = stage.server.usage.get('gpt-4o')?.outputTokens;
  expect(printed).toContain('You asked: Write a poem about the sea.');
  expect(printed).toMatch(new RegExp(`\\n${written} tokens written: \\$0\\.00\\d+$`));
});

test('observed Anthropic: the helper is one call', async () => {
  process.env.ANTHROPIC_API_KEY = 'stand-in';
  process.env.ANTHROPIC_BASE_URL = stage.server.anthropicBaseUrl;
  const { main } = require('./observed-anthropic') as typeof import('./observed-anthropic');
  await main();

  expect(printed).toMatch(/^You asked: What is a black hole\?.*\nend_turn after 1 call: \$0\.00\d+$/s);
});

test('observed Azure OpenAI: the price is that of the model behind the deployment', async () => {
  // Azure's client would take the address of OpenAI's before its own.
  delete process.env.OPENAI_BASE_URL;
  Object.assign(process.env, clientEnvironment('azure-openai', stage.server));
  const { main } = require('./observed-azure-openai') as typeof import('./observed-azure-openai');
  await main();

  const { outputTokens } = stage.server.usage.get('gpt-4o-mini') ?? {};
  expect(stage.server.requests[0]?.path).toBe('/openai/deployments/helpdesk-chat/chat/completions');
  expect(await new CostTracker().getCost({ agent: 'helpdesk' })).toMatchObject({
    outputTokens,
    status: 'exact',
  });
  expect(printed).toMatch(
    /^You asked: How do I reset my password\?.*One answer of gpt-4o-mini: \$0\.0000\d+$/s,
  );
});
