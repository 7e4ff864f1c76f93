/** An agent and the tools it uses. */
export interface SeedAgent {
  readonly name: string;
  readonly service: string;
  readonly tools: readonly [string, ...string[]];
  /** Most model calls of one invocation. */
  readonly maxModelCalls: number;
}

/** The first ones are taken, and of those the first most often. */
export const SEED_AGENTS: readonly [SeedAgent, ...SeedAgent[]] = [
  { name: 'support_bot', service: 'helpdesk', tools: ['find_order', 'find_article'], maxModelCalls: 3 },
  { name: 'router', service: 'helpdesk', tools: ['find_customer'], maxModelCalls: 1 },
  { name: 'research', service: 'insights', tools: ['search_web', 'read_page'], maxModelCalls: 5 },
  { name: 'summarizer', service: 'insights', tools: ['read_document'], maxModelCalls: 2 },
  { name: 'code_review', service: 'platform', tools: ['read_diff', 'run_linter'], maxModelCalls: 4 },
  { name: 'planner', service: 'platform', tools: ['read_calendar'], maxModelCalls: 3 },
  { name: 'translator', service: 'content', tools: ['find_term'], maxModelCalls: 2 },
  { name: 'extractor', service: 'content', tools: ['read_document'], maxModelCalls: 2 },
];
