import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BOARDS } from './boards';
import { buildBoard } from './build-board';
import { dashboardFile } from './dashboard-files';

for (const board of BOARDS) {
  const path = dashboardFile(board.uid);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(buildBoard(board), null, 2)}\n`);
}
