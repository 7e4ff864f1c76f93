import { inspect } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import { runCases } from './run-cases';

const client = new Anthropic({ apiKey: 'stand-in', baseURL: process.argv[2] ?? null, maxRetries: 2 });

const request = (content: string) => ({
  model: 'claude-opus-4-8',
  max_tokens: 5,
  messages: [{ role: 'user' as const, content }],
});
const streamed = (content: string) => client.messages.create({ ...request(content), stream: true });

/** Uses Anthropic's client in every way that shows what comes back. */
runCases(client, {
  message: async (print) => print(await client.messages.create(request('Hello'))),
  'the promise of a message': async (print) => {
    const promise = client.messages.create(request('Hello'));
    print([promise instanceof Promise, promise.constructor.name, Object.keys(promise)]);
    print((await promise.finally(() => print('finally'))).id);
  },
  'withResponse()': async (print) => {
    const { data, response, request_id } = await client.messages.create(request('Hello')).withResponse();
    print([data, request_id, response.status, response.bodyUsed, [...response.headers.keys()]]);
  },
  'asResponse()': async (print) => {
    const response = await client.messages.create(request('Hello')).asResponse();
    print([
      response.constructor.name,
      response.ok,
      response.bodyUsed,
      await response.text(),
      response.bodyUsed,
    ]);
  },
  'tool call': async (print) => {
    const tools = [
      {
        name: 'weather',
        input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
      },
    ];
    print(await client.messages.create({ ...request('Weather in Oslo?'), max_tokens: 100, tools }));
  },
  'parse()': async (print) => print(await client.messages.parse(request('Hello'))),
  'beta message': async (print) => print(await client.beta.messages.create(request('Hello'))),
  stream: async (print) => {
    const stream = await streamed('Hello');
    print([stream.constructor.name, Object.keys(stream), stream.controller.signal.aborted]);
    for await (const event of stream) print(event);
    print(stream.controller.signal.aborted);
  },
  'tee()': async (print) => {
    const [left, right] = (await streamed('Hello')).tee();
    for await (const event of left) print(event);
    for await (const event of right) print(event);
  },
  'toReadableStream()': async (print) => {
    print(await new Response((await streamed('Hello')).toReadableStream()).text());
  },
  'raw body of a stream': async (print) => {
    const response = await streamed('Hello').asResponse();
    print([response.constructor.name, response.type, new URL(response.url).pathname, inspect(response.body)]);
    print([await response.text(), response.bodyUsed]);
  },
  'stream left early': async (print) => {
    const stream = await streamed('Hello');
    for await (const event of stream) {
      print(event);
      break;
    }
    print(stream.controller.signal.aborted);
  },
  'stream that is cut': async (print) => {
    for await (const event of await streamed('Hello [[cut]]')) print(event);
  },
  'stream that fails midway': async (print) => {
    for await (const event of await streamed('Hello [[fail]]')) print(event);
  },
  'stream() helper': async (print) => {
    const helper = client.messages.stream(request('Hello'));
    for (const event of ['connect', 'text', 'finalMessage', 'end'] as const)
      helper.on(event, (...args: unknown[]) => print([event, ...args]));
    for await (const event of helper) print(event);
    print([await helper.finalMessage(), await helper.finalText(), helper.request_id]);
  },
  'stream() helper and its response': async (print) => {
    const { data, response, request_id } = await client.messages.stream(request('Hello')).withResponse();
    print([await data.finalText(), response.status, request_id]);
  },
  'stream() helper that is aborted': async (print) => {
    const helper = client.messages.stream(request('Hello'));
    helper.on('streamEvent', () => helper.abort());
    helper.on('abort', (error) => print(error.constructor.name));
    await helper.finalMessage();
  },
  'stream() helper that fails': async (print) => {
    print(await client.messages.stream(request('Hello [[error 400]]')).finalMessage());
  },
  'stream() helper whose failure nobody handles': async (print) => {
    const helper = client.messages.stream(request('Hello [[error 400]]'));
    await new Promise<void>((resolve) => helper.on('end', resolve));
    print([helper.errored, helper.aborted]);
  },
  'beta stream() helper': async (print) =>
    print(await client.beta.messages.stream(request('Hello')).finalMessage()),
  'error 400': async (print) => print(await client.messages.create(request('[[error 400]]'))),
  'error 529 that passes': async (print) =>
    print(await client.messages.create(request('[[error 529 times 2]]'))),
  'error 500 that stays': async (print) => print(await client.messages.create(request('[[error 500]]'))),
  'answer that is cut': async (print) => print(await client.messages.create(request('[[cut]]'))),
  'a request that the client itself refuses': async (print) => {
    print(await client.messages.create({ ...request('Hello'), max_tokens: 1_000_000 }));
  },
  'the client itself': async (print) => {
    const { messages } = client;
    print([
      messages.create.name,
      messages.create.length,
      Object.keys(messages),
      inspect(messages, { depth: 0 }),
    ]);
    print([client instanceof Anthropic, Object.keys(client)]);
  },
});
