import {
  type CostSummary,
  CostTracker,
  type ObserveClientOptions,
  observeClient,
} from '@kagura/observability';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { type Stage, type StageOptions, startStage } from '../stage';

/** A stage whose clients are observed, and the spans of its calls. */
export interface ObservedStage extends Stage {
  /** All finished spans, those of other instrumentations included. */
  spans(): readonly ReadableSpan[];
  /** The one finished span of a wrapped client; fails when there is none or several. */
  clientSpan(): ReadableSpan;
  cost(): Promise<CostSummary>;
}

export interface ObservedStageOptions extends StageOptions {
  readonly client?: ObserveClientOptions;
}

export async function startObservedStage({
  client,
  ...options
}: ObservedStageOptions = {}): Promise<ObservedStage> {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  const stage = await startStage({ ...options, observability: { spanProcessors, ...options.observability } });
  observeClient(stage.openai, client);
  observeClient(stage.anthropic, client);
  return {
    ...stage,
    spans: () => exporter.getFinishedSpans(),
    clientSpan() {
      const spans = exporter.getFinishedSpans();
      const [span, ...others] = spans.filter(({ instrumentationScope }) =>
        instrumentationScope.name.startsWith('@kagura'),
      );
      if (!span || others.length > 0) throw new Error(`not one span: ${spans.map(({ name }) => name)}`);
      return span;
    },
    cost: () => new CostTracker().getCost(),
  };
}
