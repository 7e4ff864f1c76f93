import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateCost, type SpanRecord } from '@kagura/core';
import { openDatabase, SpanWriter } from '@kagura/store';
import { PROMPT } from './workload';

const ROWS = 50_000;
const CONTENT = JSON.stringify([PROMPT]);

export interface WriterMeasurement {
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly rowsPerSecondWithContent: number;
}

/** Rows per second from `add()` to committed, without and with about 1 KB of content a row. */
export function measureWriter(): WriterMeasurement {
  return { rows: ROWS, rowsPerSecond: write(false), rowsPerSecondWithContent: write(true) };
}

function write(withContent: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  const database = openDatabase({ path: join(folder, 'kagura.db') });
  const writer = new SpanWriter(database);
  const records = Array.from({ length: ROWS }, (_, index) => modelCall(index, withContent));
  const start = performance.now();
  for (const record of records) writer.add(record);
  writer.flush();
  const seconds = (performance.now() - start) / 1_000;
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return ROWS / seconds;
}

function modelCall(index: number, withContent: boolean): SpanRecord {
  const id = index.toString(16).padStart(16, '0');
  const usage = { inputTokens: 500 + (index % 100), outputTokens: 100 + (index % 50) };
  return {
    traceId: id + id,
    spanId: id,
    parentSpanId: null,
    agentSpanId: null,
    name: 'gpt-4o-mini',
    kind: 'model',
    operation: 'chat',
    agent: `agent_${index % 5}`,
    provider: 'openai',
    model: 'gpt-4o-mini',
    status: 'ok',
    startUs: 1_760_000_000_000_000 + index * 50_000,
    durationUs: 100_000 + (index % 1_000) * 700,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    usage,
    usageSource: 'reported',
    cost: calculateCost({ provider: 'openai', model: 'gpt-4o-mini', usage, at: new Date('2025-10-04') }),
    responseId: `chatcmpl-${index}`,
    finishReason: 'stop',
    error: null,
    service: 'bench',
    environment: null,
    context: {},
    attributes: {},
    content: withContent ? { input: CONTENT, output: CONTENT } : null,
  };
}
