import { field, itemsOf, textIn } from '../fields';

/**
 * Definitions of tools as the conventions have them: `{ type: 'function', name, description, parameters }`. Tools of the
 * provider's own, such as a web search, stay as they are given.
 */
export function toolDefinitions(tools: unknown): readonly object[] {
  return itemsOf(tools).flatMap((tool) => {
    const declared = itemsOf(field(tool, 'functionDeclarations'));
    return (declared.length > 0 ? declared : [tool]).map(toolDefinition);
  });
}

function toolDefinition(tool: unknown): object {
  const fn = field(tool, 'function') ?? tool;
  const name = textIn(fn, 'name');
  const parameters =
    field(fn, 'parameters') ??
    field(fn, 'input_schema') ??
    field(fn, 'inputSchema') ??
    field(fn, 'parametersJsonSchema');
  if (name === undefined || parameters === undefined) {
    return typeof tool === 'object' && tool !== null ? tool : { type: 'generic', content: tool };
  }
  const description = textIn(fn, 'description');
  return { type: 'function', name, ...(description !== undefined && { description }), parameters };
}
