// Imported before the client, whose methods it replaces when that is loaded.
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';

registerInstrumentations({ instrumentations: [new OpenAIInstrumentation()] });
