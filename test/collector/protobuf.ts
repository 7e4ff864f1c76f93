type Field = Buffer | number | bigint;

/** The fields of a protobuf message by their numbers, which is all that a test needs of OTLP. */
export class Message {
  readonly #fields = new Map<number, Field[]>();

  constructor(bytes: Buffer) {
    const reader = new Reader(bytes);
    while (!reader.isDone) {
      const tag = Number(reader.varint());
      const fields = this.#fields.get(tag >>> 3) ?? [];
      fields.push(reader.field(tag & 7));
      this.#fields.set(tag >>> 3, fields);
    }
  }

  messages(number: number): Message[] {
    return this.#all(number).map((field) => new Message(field as Buffer));
  }

  bytes(number: number): Buffer {
    return (this.#all(number)[0] as Buffer | undefined) ?? Buffer.alloc(0);
  }

  text(number: number): string {
    return this.bytes(number).toString('utf8');
  }

  /** Of an `AnyValue`: a string, a whole number or a double. */
  value(): string | number {
    if (this.#all(1).length > 0) return this.text(1);
    const [whole] = this.#all(3);
    return Number(whole ?? this.#all(4)[0]);
  }

  #all(number: number): Field[] {
    return this.#fields.get(number) ?? [];
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  field(wireType: number): Field {
    if (wireType === 0) return this.varint();
    if (wireType === 2) return this.#take(Number(this.varint()));
    if (wireType === 1) return this.#take(8).readDoubleLE();
    if (wireType === 5) return this.#take(4).readFloatLE();
    throw new Error(`no protobuf has the wire type ${wireType}`);
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }
}
