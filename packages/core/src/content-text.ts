interface Message {
  readonly role: string;
  readonly [key: string]: unknown;
}

/**
 * What a call was asked, for people: the text itself where the only argument is a text, a line per message where it
 * is a conversation, else indented JSON.
 *
 * @param input JSON array of arguments or of messages; `null` where it was not recorded
 */
export function promptText(input: string | null): string | undefined {
  if (input === null) {
    return undefined;
  }
  const value = parseJson(input);
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  return typeof only === 'string' ? only : (conversationText(only) ?? valueText(value));
}

/**
 * What a call gave back, for people: the text itself, a line per message, else indented JSON.
 *
 * @param output JSON of the value; `null` where it was not recorded
 */
export function responseText(output: string | null): string | undefined {
  return output === null ? undefined : valueText(parseJson(output));
}

/** Spans of other instrumentations may hold plain text where JSON is expected: it stands for itself. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (conversationText(value) ?? JSON.stringify(value, null, 2));
}

/** `undefined` unless every item is a message. */
function conversationText(value: unknown): string | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage)
    ? value.map((message) => `${message.role}: ${messageText(message)}`).join('\n')
    : undefined;
}

/** `{ role, content }` as providers write it, or `{ role, parts }` as OpenTelemetry does. */
function isMessage(value: unknown): value is Message {
  return isRecord(value) && typeof value.role === 'string' && ('content' in value || 'parts' in value);
}

/** A message without a body is shown by what else it holds, such as the tools that it calls. */
function messageText({ role: _, content, parts, ...rest }: Message): string {
  const body = content ?? parts ?? rest;
  return Array.isArray(body) ? body.map(partText).join('\n') : partText(body);
}

/** A part without text, such as an image, as JSON on one line. */
function partText(part: unknown): string {
  const text = isRecord(part) ? (part.text ?? part.content) : part;
  return typeof text === 'string' ? text : JSON.stringify(part);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
