import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4_096;

/** Random trace and span ids, as the W3C trace context wants them. Draws from a pool: one call of the system for many ids. */
export class IdGenerator {
  readonly #pool = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;

  /** 32 hexadecimal digits. */
  traceId(): string {
    return this.#hex(16);
  }

  /** 16 hexadecimal digits. */
  spanId(): string {
    return this.#hex(8);
  }

  #hex(bytes: number): string {
    if (this.#used + bytes > POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const hex = this.#pool.toString('hex', this.#used, this.#used + bytes);
    this.#used += bytes;
    return hex;
  }
}
