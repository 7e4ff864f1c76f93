// Imported before OpenAI's client, whose methods it replaces when that is loaded. Anthropic's client is one that it
// still knows: it ends with a TypeError on version 1.
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AnthropicInstrumentation } from '@traceloop/instrumentation-anthropic';
import { OpenAIInstrumentation } from '@traceloop/instrumentation-openai';
import * as anthropic from 'anthropic-0';

const anthropicInstrumentation = new AnthropicInstrumentation();
registerInstrumentations({ instrumentations: [new OpenAIInstrumentation(), anthropicInstrumentation] });
anthropicInstrumentation.manuallyInstrument(anthropic as never);
