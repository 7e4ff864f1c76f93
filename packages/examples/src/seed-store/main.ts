import { readSeedCommand } from './seed-options';
import { seedStore } from './seed-store';

try {
  const command = readSeedCommand(process.argv.slice(2));
  const start = performance.now();
  const { agents, ...totals } = seedStore(command);
  const perSecond = Math.round((totals.spans * 1_000) / (performance.now() - start));
  console.log(JSON.stringify({ ...totals, agents: Object.fromEntries(agents) }, null, 2));
  console.error(
    `${totals.spans.toLocaleString('en-US')} spans, ${perSecond.toLocaleString('en-US')} a second`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
