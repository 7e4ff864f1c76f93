import { parseArgs } from 'node:util';
import { callsTable } from './calls-table';
import { contentTable } from './content-table';
import { coreTable } from './core-table';
import { ledgerTable } from './ledger-table';
import { measureCalls } from './measure-calls';
import { measureContent } from './measure-content';
import { measureCore } from './measure-core';
import { measureLedger } from './measure-ledger';
import { measureShapes } from './measure-shapes';
import { measureStore } from './measure-store';
import { type Section, writePage } from './performance-page';
import { shapesTable } from './shapes-table';
import { storeTable } from './store-table';

/** What larger stores are compared with. */
const BASE_SPANS = 1_000_000;

const { values } = parseArgs({
  options: {
    store: { type: 'boolean', default: false },
    spans: { type: 'string', default: String(BASE_SPANS) },
    runs: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.store) {
    const spans = Number(values.spans);
    if (!Number.isSafeInteger(spans) || spans < 1)
      throw new Error('--spans must be a whole number from 1 on.');
    report('store', storeTable(measureStore(spans > BASE_SPANS ? [BASE_SPANS, spans] : [spans])));
  } else {
    report('calls', callsTable(await measureCalls(Number(values.runs))));
    report('shapes', shapesTable(measureShapes(Number(values.runs))));
    report('core', coreTable(measureCore()));
    report('content', contentTable(await measureContent()));
    report('ledger', ledgerTable(await measureLedger()));
  }
}

function report(section: Section, figures: string): void {
  console.log(figures);
  if (values.write) writePage(section, figures);
}

void main();
