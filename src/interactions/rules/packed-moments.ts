/** A character is two decimal digits: 0 is the one with this code. */
const zero = 27;
/** The digits that say: how far the next id lies from the last one stands in the next eight characters. */
const isFar = 99;
const [farLength, timeLength] = [8, 4];

/**
 * Goes through what `statistics_packed` of the database makes of a day's moments: in order of the people, for each moment
 * how far the id lies behind the one before, and the milliseconds. Text, because bytes would travel as twice as many
 * digits. A year has millions of moments, so that they are no objects, and a time is read only when it is asked for.
 */
export class PackedMoments {
  readonly #bytes: Uint8Array;
  #at = 0;
  #userId = 0;

  constructor(packed: string) {
    this.#bytes = Buffer.from(packed, 'latin1');
  }

  /** Goes on to the next moment. @returns false where there is none. */
  next(): boolean {
    if (this.#at >= this.#bytes.length) return false;
    const near = this.#digitsAt(this.#at);
    this.#at += 1;
    if (near === isFar) {
      let far = 0;
      for (const end = this.#at + farLength; this.#at < end; this.#at += 1) far = far * 100 + this.#digitsAt(this.#at);
      this.#userId += far;
    } else this.#userId += near;
    this.#at += timeLength;
    return true;
  }

  /** Whose the present moment is. */
  get userId(): number {
    return this.#userId;
  }

  /** Milliseconds from the beginning of the day to the present moment. */
  get time(): number {
    const at = this.#at - timeLength;
    return (
      (this.#digitsAt(at) * 100 + this.#digitsAt(at + 1)) * 10_000 +
      this.#digitsAt(at + 2) * 100 +
      this.#digitsAt(at + 3)
    );
  }

  #digitsAt(at: number): number {
    return (this.#bytes[at] ?? zero) - zero;
  }
}
