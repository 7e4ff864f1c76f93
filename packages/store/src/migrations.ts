import { METRICS_VIEW } from './metrics-view';

/**
 * One row a span. Ids are the bytes of their hexadecimal digits; times are microseconds; money is nano-dollars.
 * NULL is unknown, or not said; for what calls are grouped and filtered by, the empty text is.
 */
const SPANS = `
CREATE TABLE spans (
  id INTEGER PRIMARY KEY,
  trace_id BLOB NOT NULL,
  span_id BLOB NOT NULL,
  parent_span_id BLOB,
  agent_span_id BLOB,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  operation TEXT,
  agent TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  status TEXT NOT NULL,
  start_us INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  first_chunk_us INTEGER,
  latency_tracked INTEGER NOT NULL,
  usage_missing INTEGER NOT NULL,
  usage_source TEXT,
  input_tokens INTEGER,
  cached_read_tokens INTEGER,
  cached_read_audio_tokens INTEGER,
  cache_write_tokens INTEGER,
  cache_write_1h_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  input_audio_tokens INTEGER,
  output_audio_tokens INTEGER,
  input_image_tokens INTEGER,
  output_image_tokens INTEGER,
  input_audio_seconds REAL,
  web_search_requests INTEGER,
  input_pages INTEGER,
  service_tier TEXT,
  speed TEXT,
  geo TEXT,
  location TEXT,
  cost_status TEXT,
  cost_reason TEXT,
  cost_source TEXT,
  cost_nano INTEGER,
  input_nano INTEGER,
  cached_read_nano INTEGER,
  cache_write_nano INTEGER,
  output_nano INTEGER,
  fees_nano INTEGER,
  price_id TEXT,
  table_version TEXT,
  reported_nano INTEGER,
  calculated_nano INTEGER,
  response_id TEXT,
  finish_reason TEXT,
  error_type TEXT,
  error_message TEXT,
  error_stack TEXT,
  service TEXT NOT NULL,
  environment TEXT NOT NULL,
  user TEXT,
  session TEXT,
  tenant TEXT,
  tags TEXT,
  attributes TEXT
) STRICT;

-- A batch that is written twice finds its rows here and adds nothing.
CREATE UNIQUE INDEX spans_by_id ON spans (trace_id, span_id);
CREATE INDEX spans_by_start ON spans (start_us);
CREATE INDEX invocations_by_start ON spans (agent, start_us) WHERE kind = 'agent';
CREATE INDEX invocations_by_latency ON spans (agent, duration_us) WHERE kind = 'agent' AND latency_tracked = 1;
-- Roots that are no agents are among these.
CREATE INDEX outside_agents ON spans (name, start_us) WHERE agent_span_id IS NULL;
-- Rows without a user, a session or an error take no room in these.
CREATE INDEX spans_by_user ON spans (user, start_us) WHERE user IS NOT NULL;
CREATE INDEX spans_by_session ON spans (session, start_us) WHERE session IS NOT NULL;
CREATE INDEX spans_by_tenant ON spans (tenant, start_us) WHERE tenant IS NOT NULL;
CREATE INDEX errors_by_start ON spans (start_us) WHERE status = 'error';
CREATE INDEX unpriced_by_start ON spans (start_us) WHERE kind = 'model' AND cost_nano IS NULL;

-- The tags of each span once more, by what is asked for: one call of a hundred is found 26 times faster among 300,000
-- than by reading the tags of each, for some microseconds a tag.
CREATE TABLE span_tag (
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  start_us INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (key, value, start_us, id)
) STRICT, WITHOUT ROWID;

-- Apart from the spans, so that lists and sums need not read past it.
CREATE TABLE span_content (
  id INTEGER PRIMARY KEY,
  input TEXT,
  output TEXT
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Prices of the user's own, in the order in which they were given; \`definition\` is JSON.
CREATE TABLE price_override (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  definition TEXT NOT NULL
) STRICT;
`;

/** The start of the UTC stretch of so many microseconds, in seconds; before 1970 too, where \`/\` rounds upward. */
const startOf = (length: number): string =>
  `(start_us - (start_us % ${length} + ${length}) % ${length}) / 1000000`;

/**
 * What a single span adds to every sum: the rollups hold the sums of these columns, and what lies at the edge of a
 * range is summed from here. \`span-facts.ts\` says the same of a row that is being written.
 */
const SPAN_FACT = `
CREATE VIEW span_fact AS
SELECT
  id, trace_id, span_id, start_us, duration_us,
  ${startOf(3_600_000_000)} AS hour,
  ${startOf(86_400_000_000)} AS day,
  kind,
  agent, model, provider, service, environment,
  status, user, session, tenant,
  1 AS calls,
  status = 'error' AS errors,
  usage_missing AS silent_calls,
  cost_nano IS NOT NULL AS priced_calls,
  cost_nano IS NULL AND (cost_status IS NOT NULL OR status = 'ok') AS unpriced_calls,
  ifnull(cost_status = 'estimated', 0) AS estimated_calls,
  cost_status IS NULL AND status = 'error' AS failed_calls,
  cost_nano IS NOT NULL AND input_nano IS NOT NULL AS split_calls,
  ifnull(input_tokens, 0) AS input_tokens,
  ifnull(cached_read_tokens, 0) AS cached_read_tokens,
  ifnull(cache_write_tokens, 0) AS cache_write_tokens,
  ifnull(output_tokens, 0) AS output_tokens,
  ifnull(reasoning_tokens, 0) AS reasoning_tokens,
  iif(cost_nano IS NULL, ifnull(input_tokens, 0) + ifnull(output_tokens, 0), 0) AS unpriced_tokens,
  ifnull(cost_nano, 0) AS cost_nano,
  ifnull(input_nano, 0) AS input_nano,
  ifnull(cached_read_nano, 0) AS cached_read_nano,
  ifnull(cache_write_nano, 0) AS cache_write_nano,
  ifnull(output_nano, 0) AS output_nano,
  ifnull(fees_nano, 0) AS fees_nano,
  latency_tracked AS latency_calls,
  iif(latency_tracked, duration_us, 0) AS latency_sum_us,
  iif(latency_tracked, duration_us, 0) AS latency_max_us,
  iif(latency_tracked AND status = 'ok', ifnull(output_tokens, 0), 0) AS timed_output_tokens,
  iif(latency_tracked AND status = 'ok' AND output_tokens IS NOT NULL, duration_us, 0) AS timed_output_us,
  start_us AS first_start_us,
  start_us AS last_start_us,
  start_us + duration_us AS last_end_us
FROM spans;
`;

/** Sums by UTC time (seconds since the epoch) and by everything that can be filtered on. */
const createRollup = (table: string, time: string): string => `
CREATE TABLE ${table} (
  ${time} INTEGER NOT NULL,
  kind TEXT NOT NULL,
  agent TEXT NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  service TEXT NOT NULL,
  environment TEXT NOT NULL,
  calls INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  silent_calls INTEGER NOT NULL,
  priced_calls INTEGER NOT NULL,
  unpriced_calls INTEGER NOT NULL,
  estimated_calls INTEGER NOT NULL,
  failed_calls INTEGER NOT NULL,
  split_calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  unpriced_tokens INTEGER NOT NULL,
  cost_nano INTEGER NOT NULL,
  input_nano INTEGER NOT NULL,
  cached_read_nano INTEGER NOT NULL,
  cache_write_nano INTEGER NOT NULL,
  output_nano INTEGER NOT NULL,
  fees_nano INTEGER NOT NULL,
  latency_calls INTEGER NOT NULL,
  latency_sum_us INTEGER NOT NULL,
  latency_max_us INTEGER NOT NULL,
  timed_output_tokens INTEGER NOT NULL,
  timed_output_us INTEGER NOT NULL,
  first_start_us INTEGER NOT NULL,
  last_start_us INTEGER NOT NULL,
  last_end_us INTEGER NOT NULL,
  latency BLOB,
  PRIMARY KEY (${time}, kind, agent, model, provider, service, environment)
) STRICT, WITHOUT ROWID;
`;

const ROLLUPS = createRollup('rollup_hour', 'hour') + createRollup('rollup_day', 'day');

/** Each entry leads from the schema of its index to the next. An entry that was released never changes. */
export const MIGRATIONS: readonly string[] = [SPANS + SPAN_FACT + ROLLUPS + METRICS_VIEW];
