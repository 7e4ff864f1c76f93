import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
import { checkSpans } from '../check-spans.js';
import { aiSdks } from '../model-clients/ai-sdk.js';

checkSpans('AI SDK', {
  clients: aiSdks({ telemetry: true }),
  start: () => registerTelemetry(new OpenTelemetry()),
});
