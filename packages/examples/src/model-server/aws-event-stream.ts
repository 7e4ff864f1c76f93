import { crc32 } from 'node:zlib';
import type { ServerSentEvent, StreamFormat } from './endpoint';

const PRELUDE_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** Type of a header's value that is a text. */
const TEXT = 7;

/** The binary messages in which AWS streams: a prelude with its checksum, headers, the payload, a checksum of all. */
export const AWS_EVENT_STREAM: StreamFormat = {
  contentType: 'application/vnd.amazon.eventstream',
  encode: encodeMessage,
};

/** What has no name is the exception that ends a stream. */
function encodeMessage({ event, data }: ServerSentEvent): Uint8Array {
  const isException = event === undefined;
  const headers = Buffer.concat([
    header(isException ? ':exception-type' : ':event-type', event ?? 'serviceUnavailableException'),
    header(':content-type', 'application/json'),
    header(':message-type', isException ? 'exception' : 'event'),
  ]);
  const payload = Buffer.from(JSON.stringify(data));
  const length = PRELUDE_BYTES + CHECKSUM_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
  const prelude = Buffer.alloc(PRELUDE_BYTES);
  prelude.writeUInt32BE(length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  return checked(Buffer.concat([checked(prelude), headers, payload]));
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([TEXT]),
    length,
    Buffer.from(value),
  ]);
}

/** The bytes, followed by their checksum. */
function checked(bytes: Buffer): Buffer {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(bytes));
  return Buffer.concat([bytes, checksum]);
}
