import type { Connection } from './connection';

const IDS = '(SELECT value FROM json_each(?))';

/** Deletes spans with all that belongs to them, but leaves the sums alone. Errors are SQLite's own. */
export function deleteRows(opened: Connection, ids: readonly number[]): void {
  const list = JSON.stringify(ids);
  opened
    .statement(
      `DELETE FROM span_tag WHERE (key, value, start_us, id) IN (
        SELECT tag.key, tag.value, span.start_us, span.id
        FROM spans AS span, json_each(iif(json_valid(span.tags), span.tags, '{}')) AS tag WHERE span.id IN ${IDS}
      )`,
    )
    .run(list);
  opened.statement(`DELETE FROM span_content WHERE id IN ${IDS}`).run(list);
  opened.statement(`DELETE FROM spans WHERE id IN ${IDS}`).run(list);
}
