import '../instrumentations/openinference-openai.js';
import { checkSpans } from '../check-spans.js';
import { openai } from '../model-clients/openai.js';

checkSpans('OpenInference', {
  clients: { openai },
  forgetsFailure: () => true,
  unknown: (callName) => (callName === 'streamed chat' ? 'usage' : undefined),
});
