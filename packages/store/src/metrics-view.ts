/**
 * One row per invocation of an agent, with what its own model calls used, and one per model call outside any
 * invocation. Column names are those of a plain metrics table, for whoever reads the file with SQL.
 * Only functions that SQLite has had since 3.38, so that any \`sqlite3\` can read it.
 */
export const METRICS_VIEW = `
CREATE VIEW metrics AS
SELECT
  call.id AS id,
  datetime(call.start_us / 1000000, 'unixepoch') AS timestamp,
  ifnull(nullif(call.agent, ''), '(no agent)') AS agent_name,
  iif(call.kind = 'model', call.model, ifnull((
    SELECT group_concat(model, ',') FROM (
      SELECT used.model AS model FROM spans AS used
      WHERE used.trace_id = call.trace_id AND used.agent_span_id = call.span_id AND used.kind = 'model'
        AND used.model <> ''
      GROUP BY used.model ORDER BY min(used.start_us), used.model
    )
  ), '')) AS model,
  iif(call.status = 'ok', 'success', 'error') AS status,
  iif(call.latency_tracked, CAST(round(call.duration_us / 1000.0) AS INTEGER), NULL) AS latency_ms,
  iif(call.kind = 'model', call.input_tokens, (
    SELECT sum(used.input_tokens) FROM spans AS used
    WHERE used.trace_id = call.trace_id AND used.agent_span_id = call.span_id AND used.kind = 'model'
  )) AS input_tokens,
  iif(call.kind = 'model', call.output_tokens, (
    SELECT sum(used.output_tokens) FROM spans AS used
    WHERE used.trace_id = call.trace_id AND used.agent_span_id = call.span_id AND used.kind = 'model'
  )) AS output_tokens,
  iif(call.kind = 'model', call.cost_nano, (
    SELECT sum(used.cost_nano) FROM spans AS used
    WHERE used.trace_id = call.trace_id AND used.agent_span_id = call.span_id AND used.kind = 'model'
  )) / 1000000000.0 AS cost_usd,
  CASE
    WHEN NOT json_valid(content.input) THEN content.input
    WHEN json_array_length(content.input) = 1 AND json_type(content.input, '$[0]') = 'text'
      THEN json_extract(content.input, '$[0]')
    ELSE content.input
  END AS prompt,
  CASE
    WHEN NOT json_valid(content.output) THEN content.output
    WHEN json_type(content.output) = 'text' THEN json_extract(content.output, '$')
    ELSE content.output
  END AS response,
  iif(call.error_type IS NULL, NULL, call.error_type || ': ' || call.error_message) AS error
FROM spans AS call
LEFT JOIN span_content AS content ON content.id = call.id
WHERE call.kind = 'agent' OR (call.kind = 'model' AND call.agent_span_id IS NULL);
`;
