import { field, itemsOf } from '@kagura/core';
import { removeMember } from './remove-member';

/**
 * A chunk of a chat stream as it would have come had nobody asked for usage: the last one, which holds nothing else,
 * would not have come at all, and the others would not say `"usage": null`.
 *
 * @param event text of the event
 * @param chunk the data of the event, parsed
 */
export function hideUsage(event: string, chunk: unknown): string {
  const usage = field(chunk, 'usage');
  if (usage === undefined) return event;
  if (usage !== null) return isUsageOnly(chunk) ? '' : event;
  const begin = event.indexOf('{');
  const end = event.lastIndexOf('}') + 1;
  return event.slice(0, begin) + removeMember(event.slice(begin, end), 'usage') + event.slice(end);
}

function isUsageOnly(chunk: unknown): boolean {
  return Array.isArray(field(chunk, 'choices')) && itemsOf(field(chunk, 'choices')).length === 0;
}
