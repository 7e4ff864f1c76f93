import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORE, persistentConfiguration, validate } from './collector';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-validate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('core.yaml is valid', () => {
  expect(validate(CORE)).toEqual({ isValid: true, message: '' });
});

it('core.yaml with the storage of config.yaml is valid', () => {
  expect(validate(persistentConfiguration(folder))).toEqual({ isValid: true, message: '' });
});

it.each([
  [
    'a setting that does not exist',
    { processors: { memory_limiter: { limit_percent: 80 } } },
    'limit_percent',
  ],
  ['a component that does not exist', { exporters: { 'otlp_gprc/tempo': {} } }, 'otlp_gprc'],
  [
    'a batch that fits into no queue',
    { exporters: { 'otlp_grpc/tempo': { sending_queue: { queue_size: 10 } } } },
    'min_size',
  ],
])('%s is found', (_name, change, word) => {
  const path = join(folder, 'change.yaml');
  writeFileSync(path, JSON.stringify(change));
  expect(validate(CORE, path)).toEqual({ isValid: false, message: expect.stringContaining(word) });
});
