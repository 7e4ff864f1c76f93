import type { AttributeValue, BudgetedCall } from '@kagura/core';

/** What an observed method stands for. */
export type ObservedKind = 'agent' | 'model' | 'tool' | 'step';

/** Options of `@Observe`, `@Trace`, `observe()` and `trace()`. */
export interface ObserveOptions {
  /** Name of the agent, tool or step. @default the method's name; the class's name for a decorated class */
  readonly name?: string | undefined;
  /** Agent that the call and the model calls inside it count for. @default `name` for an agent, else the enclosing agent */
  readonly agent?: string | undefined;
  /** @default 'agent' for `@Observe`, 'step' for `@Trace` */
  readonly kind?: ObservedKind | undefined;
  /** Model, for responses that do not name it. */
  readonly model?: string | undefined;
  /** Provider, for responses that do not tell: an OpenTelemetry `gen_ai.provider.name`. */
  readonly provider?: string | undefined;
  /** False keeps tokens but leaves cost unknown, here and in calls inside. @default true */
  readonly trackCost?: boolean | undefined;
  /** False leaves the call out of averages, percentiles and alerts. @default true */
  readonly trackLatency?: boolean | undefined;
  /** Keep the arguments as the prompt. @default the `capture.prompts` option, which is false */
  readonly logPrompts?: boolean | undefined;
  /** Keep the returned value as the response. @default the `capture.responses` option, which is false */
  readonly logResponses?: boolean | undefined;
  /** What budgets should know of a model call before it is made. */
  readonly budget?:
    | {
        /** The most that it may cost, in US dollars. @default the budget's own estimate */
        readonly estimate?: number | string | undefined;
        /** For whom it is made, beside what the context says. */
        readonly scopes?: BudgetedCall | undefined;
      }
    | undefined;
  /** Attributes for the span. */
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** Options that depend on the call: receives `this` and the arguments; a failure in it means default options. */
// biome-ignore lint/suspicious/noExplicitAny: the application's class and parameters are not known here
export type OptionsOfCall = (self: any, ...args: any[]) => ObserveOptions;

export type ObserveInput = ObserveOptions | string | OptionsOfCall;
