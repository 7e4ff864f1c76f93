/** Members in which clients of AWS stream: Bedrock's Converse, and its InvokeModel. */
const STREAMS = ['stream', 'body'] as const;

/**
 * The stream in an answer that has other facts beside it: where the client says it is, or in an answer of the AWS SDK.
 * Looked for without a getter.
 */
export function streamInAnswer(answer: object, streamIn: string | undefined): object | undefined {
  if (streamIn !== undefined) return streamAt(answer, streamIn);
  if (!Object.hasOwn(answer, '$metadata')) return undefined;
  return streamAt(answer, STREAMS[0]) ?? streamAt(answer, STREAMS[1]);
}

function streamAt(answer: object, key: string): object | undefined {
  const member: unknown = Object.getOwnPropertyDescriptor(answer, key)?.value;
  return typeof member === 'object' && member !== null && Symbol.asyncIterator in member ? member : undefined;
}
