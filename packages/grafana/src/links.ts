import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { placeholder } from './variables';

/** Tag of every board of ours: links between them are found by it. */
export const TAG = 'kagura';
/** As provisioned in `grafana/provisioning/datasources`. */
const TRACES_UID = 'kagura-traces';

/** The other boards, at the same time and with the same choices. */
export function boardLinks(): Builder<DashboardLink> {
  return new DashboardLinkBuilder('Kagura')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .keepTime(true)
    .includeVars(true);
}

const AGENT_CELL = placeholder('__data.fields.gen_ai_agent_name');

/** The time and the other choices of the board that a link is on. */
const KEPT = ['datasource:queryparam', 'service:queryparam', 'environment:queryparam', '__url_time_range']
  .map(placeholder)
  .join('&');

/** From the row of an agent: the board for it alone, and its traces. */
export function agentLinks(boardUid: string): Builder<DashboardLink>[] {
  return [
    dataLink('This agent alone', `/d/${boardUid}?var-agent=${AGENT_CELL}&${KEPT}`),
    dataLink('Traces of this agent', tracesUrl(`{ span.gen_ai.agent.name = "${AGENT_CELL}" }`)),
  ];
}

/** From a curve: the traces of the agents and the time that the board shows. */
export function traceLinks(): Builder<DashboardLink>[] {
  return [dataLink('Traces', tracesUrl(`{ span.gen_ai.agent.name =~ "${placeholder('agent:pipe')}" }`))];
}

function dataLink(title: string, url: string): Builder<DashboardLink> {
  return new DashboardLinkBuilder(title).url(url).type(DashboardLinkType.Link);
}

/** Grafana's page Explore, with a query for traces. */
function tracesUrl(query: string): string {
  const pane = {
    datasource: TRACES_UID,
    queries: [
      { refId: 'A', datasource: { type: 'tempo', uid: TRACES_UID }, queryType: 'traceql', limit: 20, query },
    ],
    range: { from: placeholder('__from'), to: placeholder('__to') },
  };
  // What Grafana fills in must not be encoded, and all else must.
  const panes = JSON.stringify({ kagura: pane })
    .split(/(\$\{[^}]+\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
  return `/explore?schemaVersion=1&orgId=1&panes=${panes}`;
}
