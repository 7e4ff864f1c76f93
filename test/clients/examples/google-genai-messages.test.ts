import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { type GenerateContentParameters, type GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { run } from '@kagura/cli';
import { observeClient } from '@kagura/observability';
import { type Stage, startStage } from '../stage.js';

let stage: Stage;
let google: GoogleGenAI;
before(async () => {
  stage = await startStage();
  const client = new GoogleGenAI({ apiKey: 'stand-in', httpOptions: { baseUrl: stage.server.url } });
  google = observeClient(client, { logPrompts: true, logResponses: true });
});
after(() => stage.close());

const text = (content: string) => ({ type: 'text', content });
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const plain: GenerateContentParameters = {
  model: 'gemini-2.5-flash',
  contents: [
    { role: 'user', parts: [{ text: 'Hello' }] },
    { role: 'model', parts: [{ text: 'Hi.' }] },
    { role: 'user', parts: [{ text: 'Weather?' }] },
  ],
  config: { systemInstruction: 'Be short.' },
};
const withTool: GenerateContentParameters = {
  ...plain,
  config: {
    ...plain.config,
    tools: [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: parameters }] }],
  },
};

/** Sends a request, whole or streamed, and gives the parts of the answer as the caller has them. */
const ways = {
  whole: async (request: GenerateContentParameters) =>
    partsOf([await google.models.generateContent(request)]),
  streamed: async (request: GenerateContentParameters) => {
    const chunks: GenerateContentResponse[] = [];
    for await (const chunk of await google.models.generateContentStream(request)) chunks.push(chunk);
    return partsOf(chunks);
  },
};

function partsOf(responses: readonly GenerateContentResponse[]) {
  const parts = responses.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
  return {
    text: parts.map((part) => part.text ?? '').join(''),
    calls: parts.flatMap(({ functionCall }) => functionCall ?? []),
  };
}

/** The messages of the latest call: on its span, and as the command prints them from the store. */
async function messages() {
  await stage.recorded();
  const span = stage.exporter.getFinishedSpans().at(-1);
  assert(span);
  const read = (key: string): unknown => JSON.parse(String(span.attributes[key] ?? 'null'));
  let printed = '';
  const exitCode = await run(['trace', span.spanContext().traceId, '--json', '--db', stage.database], {
    stdout: { write: (line) => (printed += line) },
    stderr: { write: () => true },
    env: {},
    cwd: process.cwd(),
    now: () => new Date(),
  });
  assert.equal(exitCode, 0);
  return {
    system: read('gen_ai.system_instructions'),
    input: read('gen_ai.input.messages'),
    output: read('gen_ai.output.messages'),
    tools: read('gen_ai.tool.definitions'),
    printed: JSON.parse(printed).data.root,
  };
}

const conversation = [
  { role: 'user', parts: [text('Hello')] },
  { role: 'assistant', parts: [text('Hi.')] },
  { role: 'user', parts: [text('Weather?')] },
];

for (const [way, send] of Object.entries(ways)) {
  test(`a ${way} answer has its very messages in span, store and command line`, async () => {
    const answer = await send(plain);
    const { system, input, output, printed } = await messages();
    assert.deepEqual(system, [text('Be short.')]);
    assert.deepEqual(input, conversation);
    assert.deepEqual(output, [{ role: 'assistant', parts: [text(answer.text)], finish_reason: 'STOP' }]);
    assert.deepEqual(printed.input, [{ role: 'system', parts: [text('Be short.')] }, ...conversation]);
    assert.deepEqual(printed.output, output);
  });

  test(`a ${way} call of a tool has its definition and arguments`, async () => {
    const { calls } = await send(withTool);
    const { tools, output, printed } = await messages();
    assert.deepEqual(tools, [{ type: 'function', name: 'weather', parameters }]);
    assert.equal(calls.length, 1);
    const [{ parts }] = output as [{ parts: { type: string; name: string; arguments: unknown }[] }];
    assert.deepEqual(
      parts.map(({ type, name, arguments: given }) => ({ type, name, given })),
      calls.map(({ name, args }) => ({ type: 'tool_call', name, given: args })),
    );
    assert.deepEqual(printed.output, output);
  });
}
