import { AsyncResource } from 'node:async_hooks';
import { trace as otelTrace, ROOT_CONTEXT } from '@opentelemetry/api';
import { frameOf } from './call-frame';
import { CostTracker, metrics, Observe, observe, recordUsage, Tracer, trace, withContext } from './index';
import { peekRuntime } from './runtime-registry';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

const tracker = new CostTracker();
const tracer = new Tracer();
let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** 1,000 input and 100 output tokens of gpt-4o-mini cost $0.00021 at list price. */
const MINI = { model: 'gpt-4o-mini', input: 1_000, output: 100 } as const;
const MINI_NANO = 210_000;
/** 1,000 input and 100 output tokens of gpt-4o cost $0.0035. */
const GPT_4O_NANO = 3_500_000;

describe('a parent agent with two child agents, three model calls and a tool', () => {
  class Team {
    @Observe('lead')
    async lead(): Promise<string> {
      const [first, second] = await Promise.all([this.search(), this.write()]);
      return first + second + this.ask('lead-1').id;
    }

    @Observe('search')
    async search(): Promise<string> {
      const found = await this.lookUp('kagura');
      return found + this.ask('search-1').id;
    }

    @Observe('write')
    async write(): Promise<string> {
      return this.askLarge('write-1').id;
    }

    @Observe({ name: 'look_up', kind: 'tool' })
    async lookUp(query: string): Promise<string> {
      return `found ${query};`;
    }

    @Observe({ kind: 'model' })
    ask(id: string) {
      return chatCompletion({ id, ...MINI });
    }

    @Observe({ kind: 'model' })
    askLarge(id: string) {
      return chatCompletion({ id, model: 'gpt-4o', input: 1_000, output: 100 });
    }
  }

  const total = 2 * MINI_NANO + GPT_4O_NANO;

  it('adds up to the nano-dollar by agent, by model, by day and in the parent, with nothing counted twice', async () => {
    await new Team().lead();
    const report = await tracker.generateReport('this_month');
    expect((await tracker.getCost()).nanoUsd).toBe(total);
    expect(report.byAgent.map(({ key, nanoUsd }) => [key, nanoUsd])).toEqual([
      ['write', GPT_4O_NANO],
      ['lead', MINI_NANO],
      ['search', MINI_NANO],
    ]);
    for (const groups of [report.byAgent, report.byModel, report.byDay]) {
      expect(groups.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? Number.NaN), 0)).toBe(total);
    }
    expect((await tracker.getCost()).calls).toBe(3);
    expect(observed.span('invoke_agent lead').attributes['kagura.cost.subtree_usd']).toBe(total / 1e9);
    expect(observed.span('invoke_agent search').attributes['kagura.cost.subtree_usd']).toBe(MINI_NANO / 1e9);
  });

  it('has one trace with every call under the one that made it', async () => {
    await new Team().lead();
    const found = await tracer.getLastTrace('lead');
    const names = new Map(found?.spans.map((span) => [span.spanId, span.name]));
    const edges = found?.spans.map((span) => [
      span.kind,
      span.name,
      names.get(span.parentSpanId ?? '') ?? 'lead',
    ]);
    expect(edges?.map(String).sort()).toEqual(
      [
        ['agent', 'search', 'lead'],
        ['agent', 'write', 'lead'],
        ['model', 'gpt-4o', 'write'],
        ['model', 'gpt-4o-mini', 'lead'],
        ['model', 'gpt-4o-mini', 'search'],
        ['tool', 'look_up', 'search'],
      ].map(String),
    );
  });
});

describe('one model call, one owner', () => {
  const response = () => chatCompletion({ id: 'chatcmpl-9', ...MINI });

  it('counts a response once that a model method, a step and two agents all return', async () => {
    const model = observe(async () => response(), { name: 'model', kind: 'model' });
    const step = trace(() => model(), 'step');
    const inner = observe(() => step(), 'inner');
    await observe(() => inner(), 'outer')();
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
    expect(await tracker.getCost({ agent: 'inner' })).toMatchObject({ calls: 1 });
    expect(await tracker.getCost({ agent: 'outer' })).toMatchObject({ calls: 0 });
  });

  it('counts a response once that is recorded and returned', async () => {
    await observe(async () => {
      const answer = response();
      recordUsage(answer);
      recordUsage(answer);
      return answer;
    }, 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('counts a response once that one step makes and another passes on', async () => {
    const answer = response();
    const make = trace(() => answer, 'make');
    const pass = trace((given: unknown) => given, 'pass');
    observe(() => pass(make()), 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 1 });
  });

  it('counts every call of a stand-in that always answers with the same id', async () => {
    const model = observe(async () => response(), { name: 'model', kind: 'model' });
    await observe(async () => {
      await model();
      await model();
      await model();
    }, 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 3, nanoUsd: 3 * MINI_NANO });
  });

  it('makes every recorded usage a model call of its own, with its part of the time', async () => {
    await observe(async () => {
      recordUsage({ model: 'gpt-4o-mini', inputTokens: 1_000, outputTokens: 100 });
      recordUsage({ model: 'gpt-4o', inputTokens: 1_000, outputTokens: 100 });
    }, 'agent')();
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({
      calls: 2,
      nanoUsd: MINI_NANO + GPT_4O_NANO,
    });
    const found = await tracer.getLastTrace('agent');
    expect(found?.spans.map(({ name, kind }) => [name, kind])).toEqual([
      ['gpt-4o-mini', 'model'],
      ['gpt-4o', 'model'],
    ]);
    const ends = found?.spans.map((span) => span.offsetMs + span.durationMs) ?? [];
    expect(Math.max(...ends)).toBeLessThanOrEqual(found?.durationMs ?? Number.NaN);
  });

  it('leaves an agent without usage unpriced, and says so in the stats', async () => {
    observe(() => 'no model here', 'silent')();
    expect(await tracker.getCost({ agent: 'silent' })).toMatchObject({ calls: 0 });
    expect(await metrics.getStats('silent')).toMatchObject({ totalCalls: 1, totalCost: null });
  });

  it('prices nothing where trackCost is off, also in calls inside, and keeps the tokens', async () => {
    const model = observe(() => response(), { name: 'model', kind: 'model' });
    observe(() => model(), { name: 'free', trackCost: false })();
    expect(await tracker.getCost({ agent: 'free' })).toMatchObject({
      total: null,
      inputTokens: 1_000,
      calls: 1,
    });
  });

  it('names the operation of a call by its response', async () => {
    const embed = () => ({
      object: 'list',
      model: 'text-embedding-3-small',
      data: [{ object: 'embedding', index: 0, embedding: [0.1] }],
      usage: { prompt_tokens: 1_000, total_tokens: 1_000 },
    });
    observe(embed, { name: 'model', kind: 'model' })();
    observe(embed, 'agent')();
    expect(observed.spanNames()).toEqual([
      'embeddings text-embedding-3-small',
      'embeddings text-embedding-3-small',
      'invoke_agent agent',
    ]);
    expect(await tracker.getCost()).toMatchObject({ calls: 2, total: 0.00004 });
  });

  it('counts every model call whose chunks a generator passes on', async () => {
    const chunk = (id: string, rest: object) => ({
      id,
      object: 'chat.completion.chunk',
      model: 'gpt-4o-mini',
      ...rest,
    });
    const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
    const agent = observe(async function* () {
      for (const id of ['first', 'second']) {
        yield chunk(id, { choices: [{ index: 0, delta: { content: 'text' }, finish_reason: 'stop' }] });
        yield chunk(id, { choices: [], usage });
      }
    }, 'agent');
    for await (const _ of agent());
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({ calls: 2, nanoUsd: 2 * MINI_NANO });
  });

  it('calls a failed model call failed, not unpriced and not free', async () => {
    const model = observe(
      () => {
        throw new Error('429');
      },
      { name: 'model', kind: 'model', model: 'gpt-4o-mini' },
    );
    expect(() => observe(() => model(), 'agent')()).toThrow('429');
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({
      calls: 1,
      failedCalls: 1,
      unpricedCalls: 0,
    });
  });
});

describe('spans of other instrumentations', () => {
  const chat = async (id: string | undefined, body?: () => Promise<void>) =>
    otelTrace
      .getTracer('some-instrumentation')
      .startActiveSpan(
        'chat gpt-4o-mini',
        { attributes: { 'gen_ai.operation.name': 'chat' } },
        async (span) => {
          await body?.();
          span.setAttributes({
            'gen_ai.provider.name': 'openai',
            'gen_ai.response.model': 'gpt-4o-mini',
            'gen_ai.usage.input_tokens': 1_000,
            'gen_ai.usage.output_tokens': 100,
            ...(id === undefined ? {} : { 'gen_ai.response.id': id }),
          });
          span.end();
        },
      );

  it('are priced before export and recorded under the agent around them', async () => {
    await observe(() => chat('a'), 'agent')();
    expect(observed.span('chat gpt-4o-mini').attributes['kagura.cost.usd']).toBe(MINI_NANO / 1e9);
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('are recorded outside any agent too', async () => {
    await chat('a');
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
    expect((await tracker.generateReport('today')).byAgent[0]?.key).toBeNull();
  });

  it.each([['with'], ['without']])(
    'own the usage that the agent around them returns as well, %s a response id',
    async (ids) => {
      const id = ids === 'with' ? 'chatcmpl-9' : undefined;
      await observe(async () => {
        await chat(id);
        return {
          ...chatCompletion({ id: 'chatcmpl-9', ...MINI }),
          ...(id === undefined ? { id: undefined } : {}),
        };
      }, 'agent')();
      expect(await tracker.getCost()).toMatchObject({ calls: 1 });
    },
  );

  it('own it also when a decorated model method stands around them', async () => {
    await observe(() => chat('a'), { name: 'model', kind: 'model' })();
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('own it when they end after the call that made them', async () => {
    let end: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      end = resolve;
    });
    let chatting: Promise<void> | undefined;
    observe(() => {
      chatting = chat('chatcmpl-9', () => late);
      return chatCompletion({ id: 'chatcmpl-9', ...MINI });
    }, 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 0 });
    end();
    await chatting;
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('count once when one model span stands inside another, as with an SDK that traces itself', async () => {
    await observe(() => chat('a', () => chat('a')), 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });
});

describe('odd moments', () => {
  const response = (id: string) => chatCompletion({ id, ...MINI });
  const other = () => otelTrace.getTracer('some-instrumentation');
  const GEN_AI_CALL = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.model': 'gpt-4o-mini',
    'gen_ai.response.id': 'late',
    'gen_ai.usage.input_tokens': 1_000,
    'gen_ai.usage.output_tokens': 100,
  };

  it('a span that says only after its start what it is counts once, for the agent around it', async () => {
    await observe(async () => {
      const span = other().startSpan('call');
      span.setAttributes(GEN_AI_CALL).end();
      return response('late');
    }, 'agent')();
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
    expect(await tracker.getCost()).toMatchObject({ calls: 1 });
  });

  it('a decorated model call inside a model span of another instrumentation owns the usage', async () => {
    const model = observe(async () => response('late'), { name: 'model', kind: 'model' });
    await other().startActiveSpan('chat', { attributes: GEN_AI_CALL }, async (span) => {
      await model();
      span.end();
    });
    expect(await tracker.getCost()).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('a failed model call owns nothing of what a later one used', async () => {
    const model = observe(() => Promise.reject(new Error('429')), { name: 'model', kind: 'model' });
    await observe(async () => {
      await model().catch(() => undefined);
      return { ...response('x'), id: undefined };
    }, 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 2, failedCalls: 1, nanoUsd: MINI_NANO });
  });

  it('usage is recorded for whom the context at that moment says', async () => {
    observe(() => withContext({ user: 'inner' }, () => void recordUsage(response('u'))), 'agent')();
    const found = await tracer.getLastTrace('agent');
    expect(found?.spans.map(({ context }) => context)).toEqual([{ user: 'inner' }]);
  });

  it('arguments that cannot be captured cost their capture and nothing else', async () => {
    class Hostile extends Map {
      override entries(): never {
        throw new Error('trap');
      }
    }
    const model = observe((_: unknown) => response('m'), { name: 'model', kind: 'model', logPrompts: true });
    observe(() => model(new Hostile()), 'agent')();
    expect(await tracker.getCost({ agent: 'agent' })).toMatchObject({ calls: 1, nanoUsd: MINI_NANO });
  });

  it('a subclass of an observed class is one agent, not two', async () => {
    @Observe
    class Base {
      run(): string {
        return 'base';
      }
    }
    @Observe
    class Derived extends Base {
      override run(): string {
        return `derived ${super.run()}`;
      }
    }
    expect(new Derived().run()).toBe('derived base');
    expect((await tracer.getLastTrace('Derived'))?.spans.map(({ kind }) => kind)).toEqual(['step']);
    expect(await metrics.getStats('Base')).toMatchObject({ totalCalls: 0 });
  });

  it('calls that a timer chains one after the other do not hold each other in memory', () => {
    const depths: number[] = [];
    let next: () => void = () => undefined;
    const call = trace((left: number) => {
      const frame = frameOf(peekRuntime()?.binding.active() ?? ROOT_CONTEXT);
      depths.push(frame?.depth ?? -1);
      if (left > 0) next = AsyncResource.bind(() => call(left - 1));
    }, 'call');
    call(3);
    for (let turn = 0; turn < 3; turn += 1) next();
    expect(depths).toEqual([0, 0, 0, 0]);
  });
});

describe('withContext', () => {
  it('reaches every call inside, merges tags, and ends with the function', async () => {
    const agent = observe(async () => 'x', 'agent');
    await withContext({ user: 'u1', session: 's1', tags: { team: 'a', tier: 'free' } }, async () => {
      await withContext({ user: 'u2', tags: { tier: 'paid' } }, () => agent());
    });
    const inside = await tracer.getLastTrace('agent');
    expect(observed.span('invoke_agent agent').attributes['gen_ai.conversation.id']).toBe('s1');
    await agent();
    expect(inside?.root.context).toEqual({ user: 'u2', session: 's1', tags: { team: 'a', tier: 'paid' } });
    expect(observed.spans()[1]?.attributes).not.toHaveProperty('gen_ai.conversation.id');
  });
});
