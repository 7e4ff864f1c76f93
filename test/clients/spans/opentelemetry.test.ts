import '../instrumentations/opentelemetry-openai.js';
import { checkSpans } from '../check-spans.js';
import { openai } from '../model-clients/openai.js';

checkSpans('@opentelemetry/instrumentation-openai', {
  clients: { openai },
  forgetsFailure: (callName) => callName === 'streamed response',
});
