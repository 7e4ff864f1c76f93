import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './servers';

export interface BoardQuestion {
  /** Board and panel. */
  readonly where: string;
  readonly expression: string;
}

interface Board {
  readonly uid: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
}

/** Every expression of the committed boards, with Grafana's variables in it. */
export function boardQuestions(): BoardQuestion[] {
  const folder = join(ROOT, 'grafana', 'dashboards');
  return readdirSync(folder).flatMap((name) => {
    const { uid, panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Board;
    return panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }, index) => ({
        where: `${uid}: ${title}${targets.length > 1 ? ` (${index + 1})` : ''}`,
        expression: expr,
      })),
    );
  });
}

export type Choice = Readonly<Record<'service' | 'environment' | 'agent' | 'model', string>>;

/** As Grafana fills in "All". */
export const ALL: Choice = { service: '.*', environment: '.*', agent: '.*', model: '.*' };
/** The one of each that the demo program has. */
export const ONE: Choice = { service: 'demo', environment: 'test', agent: 'concierge', model: 'gpt-4o-mini' };

export interface Times {
  readonly interval: string;
  readonly range: string;
}

/** Replaces the variables. The longest name first: one may be the beginning of another. */
export function fillIn(expression: string, choice: Choice, { interval, range }: Times): string {
  const values: Readonly<Record<string, string>> = {
    __rate_interval: interval,
    __interval: interval,
    __range: range,
    environment: choice.environment,
    service: choice.service,
    agent: choice.agent,
    model: choice.model,
    slo: '5.12',
  };
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`$${name}`, value),
    expression,
  );
}
