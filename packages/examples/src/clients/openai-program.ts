import { inspect } from 'node:util';
import OpenAI from 'openai';
import { runCases } from './run-cases';

const client = new OpenAI({ apiKey: 'stand-in', baseURL: process.argv[2], maxRetries: 2 });

const request = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user' as const, content }] });
const streamed = (content: string) =>
  client.chat.completions.create({ ...request(content), stream: true, max_tokens: 5 });
const weather = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

/** Uses OpenAI's client in every way that shows what comes back. */
runCases(client, {
  chat: async (print) => print(await client.chat.completions.create(request('Hello'))),
  'the promise of a chat': async (print) => {
    const promise = client.chat.completions.create(request('Hello'));
    print([promise instanceof Promise, promise.constructor.name, Object.keys(promise)]);
    print((await promise.finally(() => print('finally'))).id);
  },
  'withResponse()': async (print) => {
    const { data, response, request_id } = await client.chat.completions
      .create(request('Hello'))
      .withResponse();
    print([data, request_id, response.status, response.bodyUsed, [...response.headers.keys()]]);
  },
  'asResponse()': async (print) => {
    const response = await client.chat.completions.create(request('Hello')).asResponse();
    print([
      response.constructor.name,
      response.ok,
      response.bodyUsed,
      await response.text(),
      response.bodyUsed,
    ]);
  },
  'tool call': async (print) => {
    print(await client.chat.completions.create({ ...request('Weather in Oslo?'), tools: [weather] }));
  },
  'parse()': async (print) => print(await client.chat.completions.parse(request('Hello'))),
  stream: async (print) => {
    const stream = await streamed('Hello');
    print([stream.constructor.name, Object.keys(stream), stream.controller.signal.aborted]);
    for await (const chunk of stream) print(chunk);
    print(stream.controller.signal.aborted);
  },
  'stream whose caller asks for usage': async (print) => {
    const body = { ...request('Hello'), stream: true, stream_options: { include_usage: true } } as const;
    for await (const chunk of await client.chat.completions.create(body)) print(chunk);
    print(body);
  },
  'stream with options of the caller': async (print) => {
    const body = { ...request('Hi'), stream: true, stream_options: { include_obfuscation: false } } as const;
    for await (const chunk of await client.chat.completions.create(Object.freeze(body))) print(chunk);
    print(body);
  },
  'tee()': async (print) => {
    const [left, right] = (await streamed('Hello')).tee();
    for await (const chunk of left) print(chunk);
    for await (const chunk of right) print(chunk);
  },
  'toReadableStream()': async (print) => {
    print(await new Response((await streamed('Hello')).toReadableStream()).text());
  },
  'raw body of a stream': async (print) => {
    const response = await streamed('Hello').asResponse();
    print([response.constructor.name, response.type, response.redirected, new URL(response.url).pathname]);
    print(inspect(response.body));
    print(await response.text());
    print(response.bodyUsed);
  },
  'raw body and a copy': async (print) => {
    const response = await streamed('Hello').asResponse();
    const copy = response.clone();
    print([await copy.text(), await response.text(), new URL(copy.url).pathname]);
  },
  'stream and its response': async (print) => {
    const { data, response } = await streamed('Hello').withResponse();
    for await (const chunk of data) print(chunk);
    print([response.status, response.bodyUsed]);
  },
  'stream that is read twice': async (print) => {
    const stream = await streamed('Hello');
    for await (const _ of stream);
    for await (const chunk of stream) print(chunk);
  },
  'stream left early': async (print) => {
    const stream = await streamed('Hello');
    for await (const chunk of stream) {
      print(chunk);
      break;
    }
    print(stream.controller.signal.aborted);
  },
  'stream aborted': async (print) => {
    const stream = await client.chat.completions.create({ ...request('Hello'), stream: true });
    for await (const _ of stream) stream.controller.abort();
    print('the loop ends without an error');
  },
  'stream aborted by a signal before it begins': async (print) => {
    print(
      await client.chat.completions.create(
        { ...request('Hello'), stream: true },
        { signal: AbortSignal.abort() },
      ),
    );
  },
  'stream that is cut': async (print) => {
    for await (const chunk of await streamed('Hello [[cut]]')) print(chunk);
  },
  'stream that fails midway': async (print) => {
    for await (const chunk of await streamed('Hello [[fail]]')) print(chunk);
  },
  'stream without usage': async (print) => {
    for await (const chunk of await streamed('Hello [[usage never]]')) print(chunk);
  },
  'stream() helper': async (print) => {
    const helper = client.chat.completions.stream(request('Hello'));
    for (const event of ['connect', 'content', 'finalContent', 'totalUsage', 'end'] as const)
      helper.on(event, (...args: unknown[]) => print([event, ...args]));
    for await (const chunk of helper) print(chunk);
    print([await helper.finalChatCompletion(), helper.messages]);
  },
  'stream() helper that is aborted': async (print) => {
    const helper = client.chat.completions.stream(request('Hello'));
    helper.on('chunk', () => helper.abort());
    helper.on('abort', (error) => print(error.constructor.name));
    await helper.finalContent();
  },
  'stream() helper that fails': async (print) => {
    print(await client.chat.completions.stream(request('Hello [[error 400]]')).finalContent());
  },
  'runTools()': async (print) => {
    const runner = client.chat.completions.runTools({
      ...request('Weather in Oslo?'),
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'Weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            parse: JSON.parse,
            function: (given: unknown) => `sunny ${JSON.stringify(given)}`,
          },
        },
      ],
    });
    runner.on('message', (message) => print(message));
    print(await runner.finalContent());
  },
  responses: async (print) => print(await client.responses.create({ model: 'gpt-4o', input: 'Hello' })),
  'responses, streamed': async (print) => {
    const stream = await client.responses.create({ model: 'gpt-4o', input: 'Hello', stream: true });
    for await (const event of stream) print(event);
  },
  'responses.stream() helper': async (print) => {
    const helper = client.responses.stream({ model: 'gpt-4o', input: 'Hello' });
    for await (const event of helper) print(event);
    print(await helper.finalResponse());
  },
  'responses.parse()': async (print) =>
    print(await client.responses.parse({ model: 'gpt-4o', input: 'Hello' })),
  embeddings: async (print) => {
    print(await client.embeddings.create({ model: 'text-embedding-3-small', input: 'Hello' }));
  },
  'error 400': async (print) => print(await client.chat.completions.create(request('[[error 400]]'))),
  'error 429 that passes': async (print) => {
    print(await client.chat.completions.create(request('[[error 429 times 2]]')));
  },
  'error 500 that stays': async (print) => {
    print(await client.chat.completions.create(request('[[error 500]]')));
  },
  'answer that is cut': async (print) => print(await client.chat.completions.create(request('[[cut]]'))),
  'answer that takes too long': async (print) => {
    print(await client.chat.completions.create(request('[[stall 300]]'), { timeout: 30, maxRetries: 0 }));
  },
  'unknown path': async (print) => print(await client.models.list()),
  'the client itself': async (print) => {
    const { completions } = client.chat;
    print([
      completions.create.name,
      completions.create.length,
      Object.keys(completions),
      inspect(completions, { depth: 0 }),
    ]);
    print([
      client instanceof OpenAI,
      Object.keys(client),
      JSON.stringify(Object.getOwnPropertyNames(OpenAI.prototype)),
    ]);
  },
  'a copy of the client': async (print) => {
    const copy = client.withOptions({ maxRetries: 0 });
    print([copy instanceof OpenAI, copy === client, copy.maxRetries]);
    print(await copy.chat.completions.create(request('Hello')));
  },
  // The last one: the server answers another request, and the client does not ask it again.
  'stream of a server that refuses the question for usage': async (print) => {
    const stream = await streamed('Hello [[refuse stream_options]]');
    for await (const { choices, usage } of stream) print([choices, usage]);
  },
});
