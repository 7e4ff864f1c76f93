// Imported before the client, whose methods it replaces when that is loaded.
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { registerInstrumentations } from '@opentelemetry/instrumentation';

registerInstrumentations({ instrumentations: [new OpenAIInstrumentation()] });
