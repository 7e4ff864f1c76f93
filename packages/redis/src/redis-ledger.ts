import type { RedisClient } from './clients/find-client';
import { connectionOf, installedClient } from './clients/find-client';
import { GivenConnection } from './clients/given-connection';
import { OwnConnection } from './clients/own-connection';
import { SettlementJournal } from './journal/settlement-journal';
import { JournaledLedger, type RedisBudgetLedger } from './journaled-ledger';
import { type LedgerSettings, resolveLedgerSettings } from './ledger-settings';
import { plainError } from './plain-error';
import type { RedisLedgerOptions } from './redis-ledger-options';
import { ScriptRunner } from './script-runner';
import { ScriptedLedger } from './scripted-ledger';
import { ServerClock } from './server-clock';

/**
 * Budgets in Redis or Valkey, shared by every process that reaches the server. Nothing is asked of it before the first
 * operation.
 *
 * @throws ConfigurationError for options that cannot work, and where no client is installed for a url
 */
export function redisLedger(options: RedisLedgerOptions): RedisBudgetLedger {
  const settings = resolveLedgerSettings(options);
  const { onWarning = warnOfProcess, journalPath, onReplayed, now } = options;
  const runner = new ScriptRunner(sourceOf(options, settings), settings.commandTimeoutMs);
  return new JournaledLedger({
    ledger: new ScriptedLedger({ ...settings, runner, clock: new ServerClock(now) }),
    journal: journalPath === undefined ? undefined : new SettlementJournal(journalPath, onWarning),
    onReplayed,
    onWarning,
  });
}

function sourceOf({ client, url }: RedisLedgerOptions, { connectTimeoutMs }: LedgerSettings) {
  if (url === undefined) return new GivenConnection(connectionOf(client as RedisClient), connectTimeoutMs);
  const open = installedClient();
  return new OwnConnection(async () => {
    try {
      return await open({ url, connectTimeoutMs });
    } catch (error) {
      throw plainError(error, url);
    }
  });
}

function warnOfProcess(message: string): void {
  process.emitWarning(message, { type: 'KaguraWarning', code: 'KAGURA_REDIS_LEDGER' });
}
