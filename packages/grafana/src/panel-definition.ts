/** One line of PromQL and how its result is called in the panel. */
export interface Query {
  readonly expression: string;
  /** Name of each series, with labels in double braces. @default the labels */
  readonly legend?: string;
}

export type PanelKind = 'stat' | 'timeseries' | 'table' | 'bars' | 'heatmap';

/** Where a number turns from good to noticed to bad, in the panel's unit. */
export interface Thresholds {
  readonly warning: number;
  readonly critical: number;
}

/** A panel, whatever draws it. */
export interface PanelDefinition {
  readonly kind: PanelKind;
  readonly title: string;
  /** What the number means, for somebody who sees it for the first time. The names of its metrics are added. */
  readonly description: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Columns of the grid of 24. @default 3 for a number, 12 for all else */
  readonly width?: number;
  readonly thresholds?: Thresholds;
  /** Areas on top of each other instead of lines. @default false */
  readonly stacked?: boolean;
  /** For tables: each query is a column, joined with the others by this label. */
  readonly joinBy?: string;
  /** For tables: units of columns that have another than the panel's, by the legend of their query. */
  readonly units?: Readonly<Record<string, string>>;
}

export interface RowDefinition {
  readonly title: string;
  readonly panels: readonly PanelDefinition[];
}

/** Names of the variables above a board; `datasource` is always there. */
export type VariableName = 'service' | 'environment' | 'agent' | 'model' | 'slo';

export interface BoardDefinition {
  /** Also the name of the file. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly VariableName[];
  readonly rows: readonly RowDefinition[];
}
