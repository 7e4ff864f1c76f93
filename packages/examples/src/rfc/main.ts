import { observeClient } from '@kagura/observability';
import { startStage } from '../stage';
import { costTracking } from './cost-tracking';
import { debugAgent } from './debug-agent';
import { debugTracing, type Work } from './debug-tracing';
import { monthlyBudget } from './monthly-budget';
import { performanceMetrics } from './performance-metrics';

const WORK: Work = {
  fetchData: async (input) => `Data about ${input}`,
  process: (data) => data.toUpperCase(),
};

/** Runs the examples of the feature request one after the other, on a stand-in model server. */
async function main(): Promise<void> {
  const stage = await startStage();
  const example = { openai: stage.openai, print: console.log };
  await costTracking(example);
  await performanceMetrics(example);
  await debugTracing(example, WORK);
  await debugAgent(example);
  await monthlyBudget({ ...example, openai: observeClient(stage.openai) });
  await stage.close();
}

void main();
