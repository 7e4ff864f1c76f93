// NestJS with its own decorators on the same methods: routes, guards, pipes and injection by type must survive ours,
// in either order.
import 'reflect-metadata';
import { strict as assert } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { CostTracker, Observe, Trace } from '@kagura/observability';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  Injectable,
  Module,
  Param,
  ParseIntPipe,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Injectable()
class Model {
  @Trace({ kind: 'model' })
  async complete(prompt: string) {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: prompt } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}

@Injectable()
class KeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest().headers['x-key'] === 'right';
  }
}

@Controller()
class AssistantController {
  constructor(private readonly model: Model) {}

  @Observe('assistant')
  @Get('above/:id')
  @Header('x-kept', 'yes')
  @UseGuards(KeyGuard)
  async above(@Param('id', ParseIntPipe) id: number) {
    const completion = await this.model.complete(`${id + 1}`);
    return { answer: completion.choices[0]?.message.content };
  }

  @Get('below/:id')
  @Header('x-kept', 'yes')
  @UseGuards(KeyGuard)
  @Observe('assistant')
  async below(@Param('id', ParseIntPipe) id: number) {
    const completion = await this.model.complete(`${id + 1}`);
    return { answer: completion.choices[0]?.message.content };
  }
}

@Module({ controllers: [AssistantController], providers: [Model, KeyGuard] })
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const get = (path: string, key: string) =>
    fetch(`http://127.0.0.1:${port}/${path}`, { headers: { 'x-key': key } });

  const [order = 'above'] = process.argv.slice(2);
  const answer = await get(`${order}/41`, 'right');
  assert.deepEqual(await answer.json(), { answer: '42' });
  assert.equal(answer.headers.get('x-kept'), 'yes');
  assert.equal((await get(`${order}/41`, 'wrong')).status, 403);
  assert.equal((await get(`${order}/text`, 'right')).status, 400);
  await app.close();

  const { total } = await new CostTracker().getCost({ agent: 'assistant' });
  process.stdout.write(`${total}\n`);
}

void main();
