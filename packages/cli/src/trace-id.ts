import { formatTimestamp } from '@kagura/core';
import { findTraceIds, readTrace } from '@kagura/store';
import { usageError } from './cli-error';
import type { CommandContext } from './command-context';

const TRACE_ID_PREFIX = /^[0-9a-f]{1,32}$/i;
/** Traces that are named when a prefix fits several. */
const MAXIMUM_CANDIDATES = 5;
/** Digits of a trace id that people are shown. */
const SHORT_ID_LENGTH = 8;

/**
 * The whole id of the trace whose id begins so; `undefined` when there is none.
 *
 * @throws CliError when there are several
 */
export function findTraceId(context: CommandContext, text: string): string | undefined {
  if (!TRACE_ID_PREFIX.test(text)) {
    return undefined;
  }
  const prefix = text.toLowerCase();
  const ids = findTraceIds(context.database, prefix, MAXIMUM_CANDIDATES + 1);
  if (ids.length > 1) {
    throw usageError(
      `Trace prefix "${prefix}" matches several traces. Use more characters:`,
      candidateLines(context, ids.slice(0, MAXIMUM_CANDIDATES)).join('\n'),
    );
  }
  return ids[0];
}

/** Ids as short as still tells them apart, each with what it was and when. */
function candidateLines({ database, timeZone }: CommandContext, ids: readonly string[]): string[] {
  const length = distinctLength(ids);
  return ids.flatMap((id) => {
    const root = readTrace(database, id)?.root;
    return root === undefined
      ? []
      : `${id.slice(0, length)}  ${root.name} ${formatTimestamp(new Date(root.startUs / 1000), timeZone)}`;
  });
}

function distinctLength(ids: readonly string[]): number {
  let length = SHORT_ID_LENGTH;
  while (new Set(ids.map((id) => id.slice(0, length))).size < ids.length) {
    length += 1;
  }
  return length;
}
