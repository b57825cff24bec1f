/**
 * Remembers by key what was used last. Two generations: what is used belongs to the young one, and when that is full it
 * becomes the old one, whose predecessor is forgotten as a whole. One map in the order of use forgets more exactly, but
 * each use is a deletion then, and whoever looks for the oldest walks past all that was deleted: 13 µs each time, not 0.1.
 */
export class LatelyUsed<Key, Value extends object | string | number | boolean> {
  readonly #certain: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** @param certain how many of the last used are certainly known; at most twice as many are. */
  constructor(certain: number) {
    this.#certain = certain;
  }

  /** Looking something up is using it. */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size <= this.#certain) return;
    this.#old = this.#young;
    this.#young = new Map([[key, value]]);
  }

  delete(key: Key): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
