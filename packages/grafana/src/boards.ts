import { AGENTS_OVERVIEW } from './agents-overview';
import { COST_AND_BUDGETS } from './cost-and-budgets';
import type { BoardDefinition } from './panel-definition';
import { TELEMETRY_HEALTH } from './telemetry-health';
import { TOOLS_AND_STEPS } from './tools-and-steps';

export const BOARDS: readonly BoardDefinition[] = [
  AGENTS_OVERVIEW,
  COST_AND_BUDGETS,
  TOOLS_AND_STEPS,
  TELEMETRY_HEALTH,
];
