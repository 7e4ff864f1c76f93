import { ConfigurationError } from '@kagura/core';
import type { RedisLedgerOptions } from './redis-ledger-options';

const MS_PER_DAY = 86_400_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface LedgerSettings {
  readonly root: string;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly keepCallsMs: number;
}

/** @throws ConfigurationError for a value that cannot work */
export function resolveLedgerSettings(options: RedisLedgerOptions): LedgerSettings {
  checkAddress(options);
  const {
    namespace = 'kagura',
    connectTimeoutMs = 200,
    commandTimeoutMs = 100,
    keepCallsMs = 40 * MS_PER_DAY,
  } = options;
  // Braces make every key of the ledger go to one node of a cluster.
  if (!/^[^{}]+$/.test(namespace)) {
    throw new ConfigurationError(
      `The namespace of redisLedger must not be empty or have braces, but it is ${JSON.stringify(namespace)}.`,
    );
  }
  return {
    root: `{${namespace}}`,
    connectTimeoutMs: milliseconds('connectTimeoutMs', connectTimeoutMs, LONGEST_TIMER_MS),
    commandTimeoutMs: milliseconds('commandTimeoutMs', commandTimeoutMs, LONGEST_TIMER_MS),
    keepCallsMs: milliseconds('keepCallsMs', keepCallsMs, Number.MAX_SAFE_INTEGER / 2),
  };
}

/** Never shows the address, which may have a password in it. */
function checkAddress({ client, url }: RedisLedgerOptions): void {
  if ((client === undefined) === (url === undefined)) {
    throw new ConfigurationError('redisLedger needs a client or a url, and not both.');
  }
  if (url !== undefined && !/^rediss?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new ConfigurationError('The url of redisLedger must begin with redis:// or rediss://.');
  }
}

function milliseconds(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new ConfigurationError(
    `${name} of redisLedger must be a whole number of milliseconds from 1 on, but it is ${String(value)}.`,
  );
}
