/** Members in which clients of AWS stream: Bedrock's Converse, and its InvokeModel. */
const STREAMS = ['stream', 'body'] as const;

/** The stream in an answer of the AWS SDK, which hands it out beside facts of the request; looked for without a getter. */
export function streamInAnswer(answer: object): object | undefined {
  if (!Object.hasOwn(answer, '$metadata')) return undefined;
  const members = STREAMS.map((key) => Object.getOwnPropertyDescriptor(answer, key)?.value as unknown);
  return members.find(
    (member): member is object =>
      typeof member === 'object' && member !== null && Symbol.asyncIterator in member,
  );
}
