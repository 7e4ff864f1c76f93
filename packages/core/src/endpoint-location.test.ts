import { calculateCost } from './calculate-cost';
import { readSpanUsage } from './dialects';
import { endpointLocation } from './endpoint-location';
import { extractUsage } from './extract-usage';
import { foldStream } from './fold-stream';

/** A message of Claude, whose price on Vertex AI depends on the location: 3 and 15 dollars, or a tenth more. */
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-6',
  content: [],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1_000, output_tokens: 100 },
};
const GLOBAL_NANO = 4_500_000;
const REGIONAL_NANO = 4_950_000;
const AT = new Date('2026-06-01');

describe('endpointLocation', () => {
  it.each([
    ['https://europe-west1-aiplatform.googleapis.com/v1', 'europe-west1'],
    ['us-east5-aiplatform.googleapis.com', 'us-east5'],
    ['https://aiplatform.eu.rep.googleapis.com/v1', 'eu'],
    ['https://aiplatform.googleapis.com:443', 'global'],
    ['projects/p/locations/asia-east1/publishers/anthropic/models/claude-sonnet-4-6', 'asia-east1'],
    ['https://api.anthropic.com', undefined],
    ['https://aiplatform.googleapis.com.example.com/v1', undefined],
    ['https://example.com/us-east5-aiplatform.googleapis.com', undefined],
    [undefined, undefined],
  ])('of %s is %s', (address, location) => {
    expect(endpointLocation(address)).toBe(location);
  });
});

describe('a call to Claude on Vertex AI', () => {
  const priceAt = (baseUrl: string): number | null => {
    const reading = extractUsage(MESSAGE, { baseUrl });
    return reading ? calculateCost({ ...reading, at: AT }).nanoUsd : null;
  };

  it.each([
    ['https://us-east5-aiplatform.googleapis.com/v1', REGIONAL_NANO],
    ['https://aiplatform.us.rep.googleapis.com/v1', REGIONAL_NANO],
    ['https://aiplatform.googleapis.com/v1', GLOBAL_NANO],
  ])('at %s costs %d nano-dollars', (baseUrl, nanoUsd) => {
    expect(priceAt(baseUrl)).toBe(nanoUsd);
  });

  it('that is streamed has the location too', () => {
    const reading = foldStream(
      [
        { type: 'message_start', message: { ...MESSAGE, stop_reason: null } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 100 } },
        { type: 'message_stop' },
      ],
      { baseUrl: 'https://us-east5-aiplatform.googleapis.com/v1' },
    );
    expect(reading).toMatchObject({ provider: 'gcp.vertex_ai', location: 'us-east5' });
  });

  it.each([
    [{ 'server.address': 'us-east5-aiplatform.googleapis.com' }, 'us-east5'],
    [{ 'server.address': 'aiplatform.googleapis.com', 'cloud.region': 'us-east5' }, 'global'],
    [{ 'cloud.region': 'us-east5' }, 'us-east5'],
    [{ 'gen_ai.request.model': 'projects/p/locations/us-east5/publishers/anthropic/models/x' }, 'us-east5'],
    [{ 'gen_ai.provider.name': 'anthropic', 'cloud.region': 'us-east5' }, undefined],
    [{}, undefined],
  ])('that a span with %j tells of is at %s', (attributes, location) => {
    const span = readSpanUsage({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'gcp.vertex_ai',
      'gen_ai.response.model': 'claude-sonnet-4-6',
      ...attributes,
    });
    expect(span?.reading?.location).toBe(location);
  });
});
