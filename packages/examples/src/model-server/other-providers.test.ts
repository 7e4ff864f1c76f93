import { type ModelServer, startModelServer } from './model-server';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

/** 3 tokens; of the answer there are 2, because every request here limits it. */
const prompt = 'Hello there';
const messages = [{ role: 'user', content: prompt }];

interface Wire {
  readonly model: string;
  readonly path: string;
  readonly streamPath?: string;
  readonly body: object;
  readonly stream: object;
  /** Where the answer, or the end of a stream, tells the counts. */
  readonly counts: object;
}

const wires: Readonly<Record<string, Wire>> = {
  Gemini: {
    model: 'gemini-2.5-flash',
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    streamPath: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    body: {
      contents: [{ role: 'user', parts: [{ text: prompt }] }],
      generationConfig: { maxOutputTokens: 2 },
    },
    stream: {},
    counts: { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 } },
  },
  Mistral: {
    model: 'mistral-medium-2508',
    path: '/mistral/v1/chat/completions',
    body: { model: 'mistral-medium-2508', messages, max_tokens: 2 },
    stream: { stream: true },
    counts: { usage: { prompt_tokens: 3, completion_tokens: 2 } },
  },
  Cohere: {
    model: 'command-a-03-2025',
    path: '/v2/chat',
    body: { model: 'command-a-03-2025', messages, max_tokens: 2 },
    stream: { stream: true },
    counts: { usage: { billed_units: { input_tokens: 3, output_tokens: 2 } } },
  },
  Ollama: {
    model: 'llama3.2',
    path: '/api/chat',
    body: { model: 'llama3.2', messages, stream: false, options: { num_predict: 2 } },
    stream: { stream: true },
    counts: { prompt_eval_count: 3, eval_count: 2 },
  },
};

const post = (path: string, body: object) =>
  fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body) });

/** The last object in a stream of events or lines, or the delta in it. */
function lastOf(text: string): unknown {
  const last = text.match(/\{.*\}/g)?.at(-1) ?? '';
  const event = JSON.parse(last) as { readonly delta?: unknown };
  return event.delta ?? event;
}

describe.each(Object.entries(wires))('%s', (_name, wire) => {
  it('answers and bills', async () => {
    const response = await post(wire.path, wire.body);
    expect(await response.json()).toMatchObject(wire.counts);
    expect(server.usage.get(wire.model)).toMatchObject({ calls: 1, inputTokens: 3, outputTokens: 2 });
  });

  it('streams and bills the same', async () => {
    const response = await post(wire.streamPath ?? wire.path, { ...wire.body, ...wire.stream });
    expect(lastOf(await response.text())).toMatchObject(wire.counts);
    expect(server.usage.get(wire.model)).toMatchObject({ calls: 1, inputTokens: 3, outputTokens: 2 });
  });

  it('refuses a request without messages, in its own words', async () => {
    const response = await post(wire.path, { model: wire.model });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toMatch(/contents|messages/);
    expect(server.usage.size).toBe(0);
  });
});

interface Candidate {
  readonly content: { readonly parts: readonly { readonly text?: string }[] };
}

async function candidate(response: Response): Promise<Candidate> {
  const { candidates } = (await response.json()) as { readonly candidates: readonly [Candidate] };
  return candidates[0];
}

it("Gemini asks for a tool, and answers the tool's result", async () => {
  const path = '/v1beta/models/gemini-2.5-flash:generateContent';
  const weather = { name: 'weather', parameters: { properties: { city: {} }, required: [] } };
  const asked = { role: 'user', parts: [{ text: 'Weather?' }] };
  const tools = [{ functionDeclarations: [weather] }];
  const { content } = await candidate(await post(path, { contents: [asked], tools }));
  expect(content.parts).toEqual([{ functionCall: { id: 'call_standin_1', name: 'weather', args: {} } }]);
  const result = {
    role: 'user',
    parts: [{ functionResponse: { name: 'weather', response: { sky: 'blue' } } }],
  };
  const answered = await candidate(await post(path, { contents: [asked, content, result], tools }));
  expect(answered.content.parts[0]?.text).toMatch(/^The tools returned: \{"sky":"blue"\}/);
});

it('Groq tells what was used in a place of its own at the end of a stream', async () => {
  const body = { model: 'llama-3.3-70b-versatile', messages, stream: true };
  const text = await (await post('/openai/v1/chat/completions', body)).text();
  expect(lastOf(text)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
  expect(lastOf(text)).toMatchObject({ x_groq: { usage: { prompt_tokens: 3, queue_time: 0.001 } } });
});

it('Bedrock answers, and streams messages in the binary form of AWS', async () => {
  const body = {
    messages: [{ role: 'user', content: [{ text: prompt }] }],
    inferenceConfig: { maxTokens: 2 },
  };
  const answer = await (await post('/model/amazon.nova-pro-v1%3A0/converse', body)).json();
  expect(answer).toMatchObject({ stopReason: 'max_tokens', usage: { inputTokens: 3, outputTokens: 2 } });
  const stream = await post('/model/amazon.nova-pro-v1%3A0/converse-stream', body);
  expect(stream.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
  const bytes = Buffer.from(await stream.arrayBuffer());
  let end = 0;
  while (end < bytes.length) end += bytes.readUInt32BE(end);
  expect(end).toBe(bytes.length);
  expect(bytes.toString('latin1')).toContain('"usage":{"inputTokens":3,"outputTokens":2');
  expect(server.usage.get('amazon.nova-pro-v1:0')).toMatchObject({ calls: 2, outputTokens: 4 });
});
