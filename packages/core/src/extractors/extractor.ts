import type { UsageHint, UsageReading } from '../usage';

/**
 * Reads a response of one shape; `undefined` for anything else. Must not throw and must not change the response.
 *
 * A shape is settled by plain data that only it has, before any field is read that other libraries compute when it
 * is read: `object`, `usage`, `response`, `output`, `text` and `steps` of a lazy result start or consume a stream.
 */
export type Extractor = (response: object, hint: UsageHint) => UsageReading | undefined;
