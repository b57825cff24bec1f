/** Bytes that are kept for the next message; what a longer one took is given back. */
const usualSize = 256 * 1024;
/** Up to this length characters are looked at one by one: to call what copies a long text costs as much as thirty. */
const shortText = 32;

/**
 * The bytes of a message to PostgreSQL, one part behind the other in memory that is used again for the next message:
 * a buffer for each part, and a list of them for the system, cost more than what is in them.
 */
export class MessageWriter {
  #bytes = Buffer.allocUnsafe(usualSize);
  /** How much is written. May be set back to what it was, to write something else instead. */
  position = 0;

  /** @returns a copy of what was written, and begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.position));
    this.clear();
    return taken;
  }

  clear(): void {
    this.position = 0;
    if (this.#bytes.length > usualSize) this.#bytes = Buffer.allocUnsafe(usualSize);
  }

  byte(value: number): void {
    this.#makeRoom(1);
    this.#bytes[this.position] = value;
    this.position += 1;
  }

  int16(value: number): void {
    this.#makeRoom(2);
    this.position = this.#bytes.writeInt16BE(value, this.position);
  }

  int32(value: number): void {
    this.#makeRoom(4);
    this.position = this.#bytes.writeInt32BE(value, this.position);
  }

  /** @param value a whole number that a number holds exactly. */
  int64(value: number): void {
    this.#makeRoom(8);
    const high = Math.floor(value / 2 ** 32);
    this.position = this.#bytes.writeInt32BE(high, this.position);
    this.position = this.#bytes.writeUInt32BE(value - high * 2 ** 32, this.position);
  }

  text(value: string): void {
    const { length } = value;
    this.#makeRoom(length * 3);
    if (length > shortText || !this.#ascii(value)) this.position += this.#bytes.write(value, this.position);
  }

  /** A text with a zero behind it. */
  ended(value: string): void {
    this.text(value);
    this.byte(0);
  }

  /** A text with its length before it. */
  counted(value: string): void {
    const before = this.reserve(4);
    this.text(value);
    this.count(before, this.position - before - 4);
  }

  /** Leaves so many bytes to be filled in later. @returns where they are. */
  reserve(bytes: number): number {
    this.#makeRoom(bytes);
    const place = this.position;
    this.position += bytes;
    return place;
  }

  /** Fills in what was left out: a number of four bytes. */
  count(place: number, value: number): void {
    this.#bytes.writeInt32BE(value, place);
  }

  /** The same of two bytes. */
  mark(place: number, value: number): void {
    this.#bytes.writeInt16BE(value, place);
  }

  /** @returns whether all of it was; else nothing counts as written. */
  #ascii(value: string): boolean {
    for (let i = 0; i < value.length; i += 1) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      this.#bytes[this.position + i] = code;
    }
    this.position += value.length;
    return true;
  }

  #makeRoom(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.position);
    this.#bytes = larger;
  }
}
