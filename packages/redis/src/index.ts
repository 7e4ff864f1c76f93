export type { RedisClient } from './clients/find-client';
export type { IoredisClient } from './clients/ioredis';
export type { NodeRedisClient } from './clients/node-redis';
export type { RedisBudgetLedger } from './journaled-ledger';
export { redisLedger } from './redis-ledger';
export type { RedisLedgerOptions } from './redis-ledger-options';
