import { join } from 'node:path';

/** Where Grafana's provisioning looks for the boards, and where they are committed. */
export function dashboardFile(uid: string): string {
  return join(__dirname, '..', '..', '..', 'grafana', 'dashboards', `${uid}.json`);
}
