/**
 * How far a partition has been applied. Messages may be done with in any order; what is told to Kafka is up to where
 * all of them are.
 */
export class Progress {
  /** In ascending order, as they were taken. */
  readonly #unsettled = new Set<bigint>();
  #next: bigint | null = null;

  /** @returns whether it is new: after a change of the group a partition is read again from what was told last. */
  take(offset: bigint): boolean {
    if (this.#next !== null && offset < this.#next) return false;
    this.#unsettled.add(offset);
    this.#next = offset + 1n;
    return true;
  }

  settle(offset: bigint): void {
    this.#unsettled.delete(offset);
  }

  /** The offset of the first message that is not done with; null before the first was taken. */
  position(): bigint | null {
    const [first] = this.#unsettled;
    return first ?? this.#next;
  }
}
