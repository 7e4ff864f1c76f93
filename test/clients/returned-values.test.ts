import { after, before, describe, test } from 'node:test';
import { observe } from '@kagura/observability';
import { expectBilled } from './expect-billed.js';
import { MODEL_CLIENTS } from './model-clients.js';
import { type Stage, startStage } from './stage.js';

let stage: Stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());

for (const [name, createClient] of Object.entries(MODEL_CLIENTS)) {
  describe(`what ${name} returns is read by @Observe`, () => {
    const named = createClient('http://127.0.0.1');
    const options = {
      name: 'ask',
      kind: 'model' as const,
      ...(named.hidesModel && { model: named.model }),
    };
    for (const callName of Object.keys(named.calls)) {
      test(callName, async () => {
        const client = createClient(stage.server.url);
        const call = client.calls[callName]!;
        const ask = observe((prompt: string) => call.open(prompt), options);
        await expectBilled(stage, client, async () => call.read(await ask('Hello there')), call);
      });
    }
  });
}
