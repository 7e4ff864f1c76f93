import { checkSpans } from './check-spans.js';
import { aiSdks } from './model-clients/ai-sdk.js';

checkSpans('observed models of the AI SDK, whose own telemetry is off', {
  clients: aiSdks({ telemetry: false, observed: true }),
});
