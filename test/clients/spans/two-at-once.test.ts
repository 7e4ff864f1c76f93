import '../instrumentations/opentelemetry-openai.js';
import '../instrumentations/openinference-openai.js';
import { checkSpans } from '../check-spans.js';
import { openai } from '../model-clients/openai.js';

checkSpans('OpenInference and @opentelemetry/instrumentation-openai', { clients: { openai } });
