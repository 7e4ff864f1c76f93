/** A model as its calls are recorded, with the pace that made-up calls of it have. */
export interface SeedModel {
  readonly provider: string;
  readonly model: string;
  readonly msPerOutputToken: number;
  readonly reasons: boolean;
}

/** The first ones are taken, and of those the first most often. All have a price. */
export const SEED_MODELS: readonly [SeedModel, ...SeedModel[]] = [
  { provider: 'openai', model: 'gpt-4o-mini', msPerOutputToken: 6, reasons: false },
  { provider: 'anthropic', model: 'claude-sonnet-4-5', msPerOutputToken: 11, reasons: false },
  { provider: 'gcp.gemini', model: 'gemini-2.5-flash', msPerOutputToken: 4, reasons: true },
  { provider: 'openai', model: 'gpt-5-mini', msPerOutputToken: 8, reasons: true },
  { provider: 'anthropic', model: 'claude-haiku-4-5', msPerOutputToken: 5, reasons: false },
  { provider: 'mistral_ai', model: 'mistral-large-latest', msPerOutputToken: 9, reasons: false },
  { provider: 'deepseek', model: 'deepseek-chat', msPerOutputToken: 12, reasons: false },
  { provider: 'openai', model: 'gpt-4o', msPerOutputToken: 10, reasons: false },
];
