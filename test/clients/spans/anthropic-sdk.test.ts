import { checkSpans } from '../check-spans.js';
import { anthropic } from '../model-clients/anthropic.js';

checkSpans("the Anthropic SDK's own spans", { clients: { '@anthropic-ai/sdk': anthropic } });
