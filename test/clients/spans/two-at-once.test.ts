// In this order: the later of the two stands around the earlier, and OpenInference around the other breaks the client
// ("Body has already been read"), whether Kagura is there or not.
import '../instrumentations/openinference-openai.js';
import '../instrumentations/opentelemetry-openai.js';
import { checkSpans } from '../check-spans.js';
import { openai } from '../model-clients/openai.js';

checkSpans('OpenInference and @opentelemetry/instrumentation-openai', {
  clients: { openai },
  forgetsFailure: (callName) => callName === 'streamed response',
});
