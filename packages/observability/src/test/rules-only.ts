import { redactText } from '@kagura/core';
import type { ContentFilter } from '../content-filter';

/** What an application without patterns and functions of its own has. */
export const rulesOnly: ContentFilter = {
  text: (text, limit) => redactText(text, { limit }),
  name: (name) => redactText(name),
};
