/** Milliseconds by which a replica may be behind and still be read. */
export const mostLag = 5_000;

/** For which what was last seen of the replica tells how it is: two looks, and some. */
const lookLasts = 3_000;

/** A heartbeat's time ahead of the clock it was written by, in milliseconds, that still counts as no time. */
const tolerance = 1_000;

/**
 * How far a replica is behind, from a heartbeat that is written on the primary every second. All in milliseconds; what a
 * database says by its own clock and this process's monotonic time are never compared with each other, so that wrong
 * clocks do no harm.
 */
export class Lag {
  /** The primary's clock, and when it was asked for. */
  #clock: { readonly read: number; readonly at: number } | undefined;
  /** The last heartbeat that the primary is known to have had. */
  #newest = Number.NEGATIVE_INFINITY;
  /** The heartbeat that the replica had, and when it was asked. */
  #replica: { readonly beat: number; readonly at: number; readonly hasAll: boolean } | undefined;

  /** @param at when it was asked, so that the answer's way only makes it seem further behind. */
  noteReplica(heartbeat: number, at: number): void {
    this.#replica = { beat: heartbeat, at, hasAll: heartbeat >= this.#newest };
  }

  /**
   * Comes behind the look at the replica of the same moment: that one need not have this heartbeat yet, but the one before.
   *
   * @param clock what the primary's clock said.
   */
  notePrimary({ heartbeat, clock }: { heartbeat: number; clock: number }, at: number): void {
    this.#clock = { read: clock, at };
    this.#newest = heartbeat;
  }

  /**
   * The age of the last heartbeat the replica had: everything that was committed before is there.
   *
   * @returns null where nobody knows.
   */
  age(now: number): number | null {
    if (!this.#clock || !this.#replica) return null;
    const age = this.#clock.read + (now - this.#clock.at) - this.#replica.beat;
    // A heartbeat of the future: another server has become the primary, with another clock.
    return age < -tolerance ? null : Math.max(0, age);
  }

  /** How far it is behind, for people: no time where it has every heartbeat that is due. Null where nobody knows. */
  behind(now: number): number | null {
    const age = this.age(now);
    const isUpToDate = this.#replica?.hasAll === true && now - this.#replica.at < lookLasts;
    return age !== null && isUpToDate && age <= mostLag ? 0 : age;
  }
}
