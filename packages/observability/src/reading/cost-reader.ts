import { type Cost, calculateCost } from '@kagura/core';
import { readCosts, readCostTotals } from '@kagura/store';
import { CostReport } from './cost-report';
import { type CostSummary, toCostAmounts } from './cost-summary';
import type { ReadingSource } from './reading-source';
import { reportBudget } from './report-budget';
import { resolveWindow, type TimeSelection, toTimeRange } from './time-window';

/** One model call to price. */
export interface CostQuestion {
  readonly model: string;
  /** OpenTelemetry `gen_ai.provider.name`. @default the one the model's name is known from */
  readonly provider?: string | undefined;
  /** All input, cache reads and cache writes included. */
  readonly inputTokens: number;
  /** All output, reasoning included. */
  readonly outputTokens: number;
  readonly cachedReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  /** Part of `cacheWriteTokens` written with the one-hour lifetime. */
  readonly cacheWrite1hTokens?: number | undefined;
  /** Part of `outputTokens`. */
  readonly reasoningTokens?: number | undefined;
  /** How the call is billed: `batch`, `flex`, `priority`, … */
  readonly serviceTier?: string | undefined;
  /** `fast` where the provider bills a fast mode. */
  readonly speed?: string | undefined;
  /** Region the inference is pinned to where that changes the price, for example `us`. */
  readonly geo?: string | undefined;
  /** Location of the endpoint, for example `europe-west1` of Vertex AI. @default the global one */
  readonly location?: string | undefined;
  /** Instant whose prices apply. @default now */
  readonly at?: Date | undefined;
}

/** Which model calls a cost is about. Every given field must match. */
export interface CostFilter {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
}

/** Reads and computes what model calls cost. */
export class CostReader {
  readonly #source: () => ReadingSource;

  constructor(source: () => ReadingSource) {
    this.#source = source;
  }

  /** What a model call costs, without looking at any that was made. Unknown is `null`, never 0. */
  calculateCost(question: CostQuestion): Cost {
    const { model, provider, serviceTier, speed, geo, location, at, ...usage } = question;
    const source = this.#source();
    return calculateCost(
      { model, provider, serviceTier, speed, geo, location, at: at ?? source.now(), usage },
      { overrides: source.priceOverrides },
    );
  }

  /**
   * What the model calls that match have cost. Those of an agent are the calls whose nearest agent it is.
   * An unknown name is no error: it made no calls and cost nothing.
   *
   * @param question @default all calls of all time
   * @throws KaguraError for an unknown period, and when the database cannot be read
   */
  async getCost(question: CostFilter & TimeSelection = {}): Promise<CostSummary> {
    const source = this.#source();
    const database = await source.open();
    const { agent, model, provider, ...selection } = question;
    const window = resolveWindow(selection, source);
    const totals = readCostTotals(database, { agent, model, provider, ...toTimeRange(window) });
    return { ...window, ...toCostAmounts(totals) };
  }

  /**
   * What the model calls of a period have cost.
   *
   * @param period for example `today`, `this_month`, `7d` or `2025-10`, in the source's time zone
   * @throws KaguraError for an unknown period, and when the database cannot be read
   */
  getCostByPeriod(period: string, filter: CostFilter = {}): Promise<CostSummary> {
    return this.getCost({ ...filter, period });
  }

  /**
   * Cost of a period by agent, model and day, and what is left of the budget for all calls of this period.
   *
   * @param period for example `this_month`, in the source's time zone
   * @throws KaguraError for an unknown period, and when the database cannot be read
   */
  async generateReport(period: string): Promise<CostReport> {
    const source = this.#source();
    const database = await source.open();
    const window = resolveWindow({ period }, source);
    const { totals, groups, unpriced } = readCosts(database, {
      by: ['agent', 'model', 'day'],
      timeZone: source.timeZone,
      filter: toTimeRange(window),
    });
    return new CostReport({
      period,
      window,
      totals,
      byAgent: groups.agent ?? [],
      byModel: groups.model ?? [],
      byDay: groups.day ?? [],
      unpriced,
      ...(await reportBudget(source, window)),
    });
  }
}
