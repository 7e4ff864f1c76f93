import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, type PanelLinks } from './build-panel';
import { agentLinks, boardLinks, TAG, traceLinks } from './links';
import type { BoardDefinition } from './panel-definition';
import { series } from './promql';
import { DATASOURCE, datasourceVariable, variable } from './variables';

/** Grafana's classic model of a dashboard: files in the newer one are refused where they are provisioned. */
export function buildBoard(board: BoardDefinition): Dashboard {
  const links: PanelLinks = {
    curve: board.variables.includes('agent') ? traceLinks() : [],
    agentRow: agentLinks(board.uid),
  };
  const builder = new DashboardBuilder(board.title)
    .uid(board.uid)
    .description(board.description)
    .tags([TAG])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .variables([datasourceVariable(), ...board.variables.map(variable)])
    .annotation(restarts())
    .link(boardLinks());
  let id = 1;
  for (const { title, panels } of board.rows) {
    builder.withRow(new RowBuilder(title).id(id++));
    for (const panel of panels) builder.withPanel(buildPanel(panel, links).id(id++));
  }
  return builder.build();
}

/** Counters begin at 0 again where a process was replaced: a deployment, or a crash. */
function restarts(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Restarts')
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor('blue')
    .expr(`sum by (service_name) (resets(${series('process', 'kagura_agent_calls_total')}[$__interval])) > 0`)
    .titleFormat('Restart')
    .textFormat('{{service_name}}');
}
