import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { VariableName } from './panel-definition';

/** What Grafana replaces by the value of a variable of that name. */
export function placeholder(name: string): string {
  return `\${${name}}`;
}

/** Every panel reads from the data source that is chosen at the top of its board. */
export const DATASOURCE = { type: 'prometheus', uid: placeholder('datasource') } as const;

/** Boundaries of the histogram of model calls: only at these can the calls below be counted. All have a fraction, so that Prometheus keeps their digits. */
const SLO_SECONDS = ['0.64', '1.28', '2.56', '5.12', '10.24', '20.48', '40.96', '81.92'];
const DEFAULT_SLO = '5.12';

const BUILDERS: Readonly<Record<VariableName, () => Builder<VariableModel>>> = {
  service: () => fromLabel('service', 'Service', '{__name__=~"kagura_.+|gen_ai_client_.+"}', 'service_name'),
  environment: () =>
    fromLabel(
      'environment',
      'Environment',
      '{__name__=~"kagura_.+|gen_ai_client_.+", service_name=~"$service"}',
      'deployment_environment_name',
    ),
  agent: () => fromLabel('agent', 'Agent', ofService('agent'), 'gen_ai_agent_name'),
  model: () => fromLabel('model', 'Model', ofService('model'), 'gen_ai_request_model'),
  slo: () =>
    new CustomVariableBuilder('slo')
      .label('SLO (s)')
      .description('Longest time a model call may take, in seconds')
      .values(SLO_SECONDS.join(','))
      .options(SLO_SECONDS.map((value) => ({ text: value, value, selected: value === DEFAULT_SLO })))
      .current({ text: DEFAULT_SLO, value: DEFAULT_SLO, selected: true }),
};

export function datasourceVariable(): Builder<VariableModel> {
  return new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');
}

export function variable(name: VariableName): Builder<VariableModel> {
  return BUILDERS[name]();
}

function ofService(about: 'agent' | 'model'): string {
  const metric =
    about === 'agent'
      ? '{__name__=~"kagura_agent_calls_total|gen_ai_client_operation_duration_seconds_count", '
      : 'gen_ai_client_operation_duration_seconds_count{';
  return `${metric}service_name=~"$service", deployment_environment_name=~"$environment"}`;
}

function fromLabel(name: VariableName, label: string, selector: string, key: string): Builder<VariableModel> {
  const query = `label_values(${selector}, ${key})`;
  return (
    new QueryVariableBuilder(name)
      .label(label)
      .datasource(DATASOURCE)
      .query({ query, refId: name })
      .definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
      .multi(true)
      .includeAll(true)
      // Also what lacks the label: a program without an environment, a call whose model is unknown.
      .allValue('.*')
      .current({ text: 'All', value: '$__all', selected: true })
  );
}
