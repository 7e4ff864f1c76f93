import { ConfigurationError } from '@kagura/core';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { redisLedger } from './redis-ledger';
import type { RedisLedgerOptions } from './redis-ledger-options';

const URL_WITH_PASSWORD = 'redis://:hunter2@127.0.0.1:1';

it.each<[string, unknown, RegExp]>([
  ['nothing', {}, /needs a client or a url/],
  ['both', { client: createClient(), url: URL_WITH_PASSWORD }, /and not both/],
  ['no url', { url: 'hunter2' }, /must begin with redis:\/\//],
  ['a url of something else', { url: 'https://:hunter2@example.com' }, /must begin with redis:\/\//],
  ['a client of something else', { client: { get: () => 1 } }, /package ioredis or redis/],
  ['no client', { client: null }, /package ioredis or redis/],
  ['an empty namespace', { url: URL_WITH_PASSWORD, namespace: '' }, /must not be empty/],
  ['braces', { url: URL_WITH_PASSWORD, namespace: 'a{b}' }, /"a\{b\}"/],
  ['no time to connect', { url: URL_WITH_PASSWORD, connectTimeoutMs: 0 }, /connectTimeoutMs .* it is 0/],
  [
    'part of a millisecond',
    { url: URL_WITH_PASSWORD, commandTimeoutMs: 0.5 },
    /commandTimeoutMs .* it is 0\.5/,
  ],
  [
    'endless waiting',
    { url: URL_WITH_PASSWORD, commandTimeoutMs: Number.POSITIVE_INFINITY },
    /it is Infinity/,
  ],
  ['a text', { url: URL_WITH_PASSWORD, keepCallsMs: '1 day' }, /keepCallsMs .* it is 1 day/],
])('refuses %s, and never shows the url', (_what, options, message) => {
  const open = () => redisLedger(options as RedisLedgerOptions);
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(message);
  expect(open).not.toThrow(/hunter2/);
});

it('connects to nothing before it is asked', async () => {
  const client = new Redis({ lazyConnect: true });
  for (const options of [{ client }, { client: createClient() }, { url: URL_WITH_PASSWORD }]) {
    const ledger = redisLedger(options);
    expect(ledger).toMatchObject({ name: 'redis', isSynchronous: false, pendingSettlements: 0, replayed: 0 });
    await ledger.close();
  }
  expect(client.status).toBe('wait');
});

it('does not show the password of a server that is away', async () => {
  const ledger = redisLedger({ url: URL_WITH_PASSWORD });
  const failure = await Promise.resolve(ledger.budgets()).catch((error) => error);
  expect(failure.code).toBe('KAGURA_LEDGER_UNAVAILABLE');
  expect(JSON.stringify([failure.message, String(failure.cause), failure.stack])).not.toContain('hunter2');
  await ledger.close();
});
