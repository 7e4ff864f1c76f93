import { isObject, type JsonObject } from './json';
import type { ModelRequest, ToolDefinition } from './model-request';

export interface ToolCall {
  readonly name: string;
  /** JSON text, as providers send it. */
  readonly arguments: string;
}

/**
 * The tool a request is answered with, if any: while the user has spoken last, the tool that was asked for by
 * `tool_choice`, else the one whose name the prompt mentions, else the first.
 */
export function chooseToolCall(request: ModelRequest): ToolCall | undefined {
  if (request.toolChoice === 'none' || request.toolResults.length > 0) return undefined;
  const tool = chosenTool(request);
  if (tool === undefined) return undefined;
  return { name: tool.name, arguments: JSON.stringify(inventArguments(tool.parameters, request.prompt)) };
}

function chosenTool({ tools, toolChoice, prompt }: ModelRequest): ToolDefinition | undefined {
  if (typeof toolChoice === 'object') return tools.find((tool) => tool.name === toolChoice.name);
  return tools.find((tool) => prompt.includes(tool.name)) ?? tools[0];
}

/** A value for every required property: the prompt for a text, the first number in it for a number. */
function inventArguments(schema: JsonObject, prompt: string): Record<string, unknown> {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const named = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(named.map(([name, property]) => [name, inventValue(property, prompt)]));
}

function inventValue(property: unknown, prompt: string): unknown {
  if (!isObject(property)) return null;
  if (Array.isArray(property.enum)) return property.enum[0];
  switch (property.type) {
    case 'string':
      return prompt;
    case 'number':
    case 'integer':
      return Number(/\d+/.exec(prompt)?.[0] ?? 0);
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return inventArguments(property, prompt);
    default:
      return null;
  }
}
