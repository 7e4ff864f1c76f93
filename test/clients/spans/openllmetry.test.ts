import '../instrumentations/openllmetry.js';
import { checkSpans } from '../check-spans.js';
import { anthropic0 } from '../model-clients/anthropic-0.js';
import { openai } from '../model-clients/openai.js';

// It counts the tokens of OpenAI's streams only by an estimate of its own, and that is off unless asked for.
checkSpans('OpenLLMetry', {
  clients: { openai, '@anthropic-ai/sdk 0.122': anthropic0 },
  forgetsFailure: (callName) => callName !== 'message' && callName !== 'streamed response',
  unknown: (callName) => (/^streamed (chat|response)/.test(callName) ? 'usage' : undefined),
});
