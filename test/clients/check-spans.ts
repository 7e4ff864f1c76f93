import { after, before, describe, test } from 'node:test';
import { observeClient } from '@kagura/observability';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expectBilled, expectFailed, type Unknown } from './expect-billed.js';
import type { ModelClient } from './model-client.js';
import { STACKINGS } from './stackings.js';
import { type Stage, startStage } from './stage.js';

const PROMPT = 'What is the weather in Oslo?';

export interface SpanCheck {
  readonly clients: Readonly<Record<string, (url: string) => ModelClient>>;
  /** What the spans leave out of a call, where nobody of Kagura's tells of it. */
  unknown?(callName: string): Unknown;
  /** True where the span of a request that fails is never ended. */
  forgetsFailure?(callName: string): boolean;
  /** Further processors of the application, and what it does once its provider is there. */
  readonly processors?: readonly SpanProcessor[];
  start?(): void;
}

/** Every call of the clients, alone and with everything of Kagura's around it, costs once what the server has billed. */
export function checkSpans(title: string, check: SpanCheck): void {
  describe(title, () => {
    let stage: Stage;
    before(async () => {
      stage = await startStage(check.processors);
      check.start?.();
    });
    after(() => stage.close());
    for (const each of casesOf(check)) {
      test(titleOf(each), () => checkCall(stage, each));
      if (STACKINGS[each.stacking]?.times === undefined)
        test(`${titleOf(each)}, refused`, () => checkFailure(stage, each));
    }
  });
}

interface Case {
  readonly check: SpanCheck;
  readonly clientName: string;
  readonly create: (url: string) => ModelClient;
  readonly callName: string;
  readonly stacking: string;
  readonly isWrapped: boolean;
}

function casesOf(check: SpanCheck): Case[] {
  return Object.entries(check.clients).flatMap(([clientName, create]) => {
    const { calls, client } = create('http://127.0.0.1');
    return Object.keys(calls).flatMap((callName) =>
      Object.keys(STACKINGS).flatMap((stacking) =>
        (client ? [false, true] : [false]).map((isWrapped) => ({
          check,
          clientName,
          create,
          callName,
          stacking,
          isWrapped,
        })),
      ),
    );
  });
}

function titleOf({ clientName, callName, stacking, isWrapped }: Case): string {
  return `${clientName}: ${callName}, ${stacking}${isWrapped ? ', the client observed' : ''}`;
}

async function checkCall(stage: Stage, each: Case) {
  const { asked, call, stack } = prepare(stage, each);
  const isTold = each.isWrapped || stack.isReturned;
  const unknown = isTold ? undefined : each.check.unknown?.(each.callName);
  const requests = (call.requests ?? 1) * (stack.times ?? 1);
  await expectBilled(stage, asked, () => stack.run(call, PROMPT), { requests, unknown });
}

async function checkFailure(stage: Stage, each: Case) {
  const { call, stack } = prepare(stage, each);
  const isTold = each.isWrapped || stack.tellsFailure || !each.check.forgetsFailure?.(each.callName);
  await expectFailed(stage, () => stack.run(call, `${PROMPT} [[error 400]]`), isTold ? 1 : 0);
}

function prepare(stage: Stage, { create, callName, stacking, isWrapped }: Case) {
  const asked = create(stage.server.url);
  const call = asked.calls[callName];
  const stack = STACKINGS[stacking];
  if (!call || !stack) throw new Error(`there is no ${callName} or ${stacking}`);
  if (isWrapped && asked.client) observeClient(asked.client);
  return { asked, call, stack };
}
