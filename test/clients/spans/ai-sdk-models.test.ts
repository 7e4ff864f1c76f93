import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
import { checkSpans } from '../check-spans.js';
import { aiSdks } from '../model-clients/ai-sdk.js';

checkSpans('observed models of the AI SDK, beside its own telemetry', {
  clients: aiSdks({ telemetry: true, observed: true }),
  start: () => registerTelemetry(new OpenTelemetry()),
});
