// A process that settles calls while the server is away, prints `kept`, and waits for its end.
import { redisLedger } from '@kagura/redis';

const { url, journalPath, settlements } = JSON.parse(process.argv[2]);
const ledger = redisLedger({ url, journalPath });
for (const settlement of settlements) {
  await ledger.settle(settlement).catch((error) => {
    if (error.code !== 'KAGURA_LEDGER_UNAVAILABLE') throw error;
  });
}
process.stdout.write('kept\n');
setInterval(() => undefined, 1_000);
