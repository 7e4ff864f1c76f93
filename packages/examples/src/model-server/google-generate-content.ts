import type { Endpoint, Reply, ServerSentEvent } from './endpoint';
import { isObject, type JsonObject, objectsIn, textIn } from './json';
import type { BilledUsage, ModelAnswer } from './model-answer';
import { InvalidRequestError, type ModelRequest, type ToolDefinition } from './model-request';

const PATH = /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Gemini API, `generateContent` and `streamGenerateContent`. The model and whether to stream stand in the URL. */
export const googleGenerateContent: Endpoint = {
  provider: 'google',
  path: PATH,
  read,
  write: (reply) => response(reply, [part(reply)], finishReason(reply.answer)),
  stream: streamAnswer,
};

function read(body: JsonObject, path: string): ModelRequest {
  const [, model = '', method] = PATH.exec(path) ?? [];
  const contents = objectsIn(body.contents);
  if (contents.length === 0) {
    throw new InvalidRequestError('GenerateContentRequest.contents: contents is not specified', 'contents');
  }
  const tools = objectsIn(body.tools).flatMap((tool) => objectsIn(tool.functionDeclarations));
  const instruction = isObject(body.systemInstruction) ? [body.systemInstruction] : [];
  const limit = isObject(body.generationConfig) ? body.generationConfig.maxOutputTokens : undefined;
  return {
    model,
    stream: method === 'streamGenerateContent',
    texts: [
      ...[...instruction, ...contents].flatMap(partTexts),
      ...tools.map((tool) => JSON.stringify(tool)),
    ],
    prompt: textOf(contents.findLast((content) => content.role !== 'model' && textOf(content) !== '')),
    toolResults: partsOf(contents.at(-1)).flatMap(toolResult),
    tools: tools.map(readTool),
    toolChoice: 'auto',
    maxOutputTokens: typeof limit === 'number' ? limit : undefined,
    cache: undefined,
    body,
  };
}

const partsOf = (content: JsonObject | undefined): JsonObject[] => objectsIn(content?.parts);

function textOf(content: JsonObject | undefined): string {
  return partsOf(content)
    .map(({ text }) => textIn(text))
    .join('');
}

function partTexts(content: JsonObject): string[] {
  return partsOf(content).map(({ text, ...other }) =>
    text === undefined ? JSON.stringify(other) : textIn(text),
  );
}

function toolResult({ functionResponse }: JsonObject): string[] {
  return isObject(functionResponse) ? [JSON.stringify(functionResponse.response)] : [];
}

function readTool({ name, parameters, parametersJsonSchema }: JsonObject): ToolDefinition {
  const schema = parametersJsonSchema ?? parameters;
  return { name: textIn(name), parameters: isObject(schema) ? schema : {} };
}

function part({ answer, number }: Reply): JsonObject {
  const { toolCall } = answer;
  if (toolCall === undefined) return { text: answer.tokens.join('') };
  const args: unknown = JSON.parse(toolCall.arguments);
  return { functionCall: { id: `call_standin_${number}`, name: toolCall.name, args } };
}

function finishReason({ finish }: ModelAnswer): string {
  return finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

function response(
  { request, answer, number }: Reply,
  parts: readonly JsonObject[],
  finish?: string,
): JsonObject {
  return {
    candidates: [
      { content: { parts, role: 'model' }, ...(finish !== undefined && { finishReason: finish }), index: 0 },
    ],
    usageMetadata: usage(answer.usage),
    modelVersion: request.model,
    responseId: `standin-${number}`,
  };
}

/** Thoughts are counted apart from the candidates. */
function usage({ inputTokens, outputTokens, reasoningTokens, cachedReadTokens }: BilledUsage): JsonObject {
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - reasoningTokens,
    totalTokenCount: inputTokens + outputTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: inputTokens }],
    ...(cachedReadTokens > 0 && { cachedContentTokenCount: cachedReadTokens }),
    ...(reasoningTokens > 0 && { thoughtsTokenCount: reasoningTokens }),
  };
}

/** Every chunk tells what was used until then; the last one says why the answer ends. */
function* streamAnswer(reply: Reply): Generator<ServerSentEvent> {
  const { answer } = reply;
  for (const [index, text] of answer.tokens.entries()) {
    const written = answer.usage.reasoningTokens + index + 1;
    const soFar = { ...reply, answer: { ...answer, usage: { ...answer.usage, outputTokens: written } } };
    yield { data: response(soFar, [{ text }]), tokens: 1 };
  }
  const last = answer.toolCall === undefined ? { text: '' } : part(reply);
  const tokens = answer.toolCall === undefined ? 0 : answer.usage.outputTokens - answer.usage.reasoningTokens;
  yield { data: response(reply, [last], finishReason(answer)), tokens };
}
