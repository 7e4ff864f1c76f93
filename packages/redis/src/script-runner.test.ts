import { inspect } from 'node:util';
import { LedgerUnavailableError } from '@kagura/core';
import type { RedisConnection, ScriptCall } from './clients/redis-connection';
import { ScriptRunner } from './script-runner';
import { BALANCES } from './scripts/balances';

const CALL: ScriptCall = { script: BALANCES, keys: ['{kagura}'], args: [] };
const TIMEOUT_MS = 10;

/** A connection that answers as it is told to. */
class TestedConnection implements RedisConnection {
  readonly isReady = true;
  answer: () => Promise<unknown> = async () => 'answer';
  sent: string[] = [];
  closed = 0;

  whenReady = async () => undefined;

  async evalSha(): Promise<unknown> {
    this.sent.push('evalsha');
    return this.answer();
  }

  async evalSource(): Promise<unknown> {
    this.sent.push('eval');
    return 'answer of eval';
  }

  close(): void {
    this.closed += 1;
  }
}

function open() {
  const connection = new TestedConnection();
  const givenUp: RedisConnection[] = [];
  const source = {
    connection: () => connection,
    giveUp: (given: RedisConnection) => givenUp.push(given),
    close: () => connection.close(),
  };
  return { connection, givenUp, runner: new ScriptRunner(source, TIMEOUT_MS) };
}

const never = () => new Promise<never>(() => undefined);
const failing = (message: string) => async () => {
  throw new Error(message);
};

it('sends the whole script to a server that does not know it, and only then', async () => {
  const { connection, runner } = open();
  expect(await runner.run(CALL)).toBe('answer');
  connection.answer = failing('NOSCRIPT No matching script. Please use EVAL.');
  expect(await runner.run(CALL)).toBe('answer of eval');
  expect(connection.sent).toEqual(['evalsha', 'evalsha', 'eval']);
});

it.each([
  'READONLY You cannot write against a read only replica.',
  'OOM command not allowed',
  'Connection is closed.',
])('is unavailable because of %p, and has it as the cause', async (message) => {
  const { connection, runner } = open();
  connection.answer = failing(message);
  await expect(runner.run(CALL)).rejects.toBeInstanceOf(LedgerUnavailableError);
  await expect(runner.run(CALL)).rejects.toMatchObject({
    message: expect.stringContaining(message),
    cause: new Error(message),
  });
  expect(connection.sent).toEqual(['evalsha', 'evalsha']);
});

it.each([
  ['', 'said no', /said no\.$/],
  ['KAGURA_RANGE ', 'too much', /counts up to/],
])('shows nothing of the command that has failed in a client %s', async (kind, reason, message) => {
  const { connection, runner } = open();
  connection.answer = async () => {
    const command = { name: 'hello', args: ['3', 'AUTH', 'someone', 'hunter2'] };
    const cause = new Error('hunter2');
    throw Object.assign(new Error(`${kind}${reason}`, { cause }), { command, code: 'NOPE' });
  };
  const failure: Error = await runner.run(CALL).then(never, (error) => error);
  expect(failure).toMatchObject({ message: expect.stringMatching(message), cause: { code: 'NOPE' } });
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2');
});

it('shows nothing of a command that the server repeats', async () => {
  const { connection, runner } = open();
  connection.answer = failing("ERR unknown command 'AUTH', with args beginning with: 'hunter2' ");
  const failure: Error = await runner.run(CALL).then(never, (error) => error);
  expect(failure.message).toMatch(/unknown command 'AUTH'\.$/);
  expect(inspect(failure, { depth: 9 })).not.toContain('hunter2');
});

it('tells the code of an error without a message', async () => {
  const { connection, runner } = open();
  connection.answer = async () => {
    throw Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  };
  await expect(runner.run(CALL)).rejects.toThrow(/cannot be asked: ECONNREFUSED\.$/);
});

it('says where a balance would be more than can be counted', async () => {
  const { connection, runner } = open();
  connection.answer = failing('ERR KAGURA_RANGE');
  await expect(runner.run(CALL)).rejects.toThrow(RangeError);
});

it('lets late answers and late failures be', async () => {
  const { connection, runner } = open();
  let fail: (error: Error) => void = () => undefined;
  connection.answer = () =>
    new Promise((_resolve, reject) => {
      fail = reject;
    });
  await expect(runner.run(CALL)).rejects.toThrow('no answer within 10 ms');
  fail(new Error('too late'));
  connection.answer = async () => 'answer';
  expect(await runner.run(CALL)).toBe('answer');
});

it('sends no more while 256 commands are not answered', async () => {
  const { connection, runner } = open();
  connection.answer = never;
  const ask = () => runner.run(CALL).catch((error) => error.message);
  await Promise.all(Array.from({ length: 256 }, ask));
  expect(await ask()).toContain('256 commands are not answered');
  expect(connection.sent).toHaveLength(256);
});

it('gives a connection up on which nothing is answered any more, and no other', async () => {
  const { connection, givenUp, runner } = open();
  connection.answer = never;
  const ask = () => runner.run(CALL).catch((error) => error.message);
  let messages = 0;
  while (givenUp.length === 0 && messages < 100) {
    await ask();
    messages += 1;
  }
  expect(givenUp).toEqual([connection]);
  expect(messages).toBeGreaterThan(2);
  connection.answer = async () => 'answer';
  for (let i = 0; i < 20; i += 1) expect(await ask()).toBe('answer');
  expect(givenUp).toHaveLength(1);
});
