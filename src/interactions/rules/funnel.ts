/** Somebody came to something. */
export interface Coming {
  readonly userId: number;
  /** Which of the things that steps ask for. */
  readonly thing: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Follows people through the steps of a funnel: each one later than the one before, or in the same moment, and all of
 * them within a window from the first. Other things may lie between; who begins again has the later beginning counted,
 * so that nobody is lost whose first attempt was long ago.
 */
export class Funnel {
  readonly #window: number;
  /** For each thing the steps that ask for it, the last one first: one interaction takes somebody one step on. */
  readonly #stepsOf: readonly (readonly number[])[];
  readonly #length: number;
  readonly #places = new Map<number, number>();
  /** By person and step: when the latest attempt began that came as far; -1: none did. */
  #begun = new Float64Array(0);

  /**
   * @param things what each step asks for, by number from 0.
   * @param window milliseconds.
   */
  constructor(things: readonly number[], window: number) {
    this.#window = window;
    this.#length = things.length;
    this.#stepsOf = Array.from({ length: Math.max(...things) + 1 }, (_, thing) =>
      things
        .map((one, step) => (one === thing ? step : -1))
        .filter((step) => step >= 0)
        .toReversed(),
    );
  }

  /** Takes what people did, in order of time; of what happened in one moment, by the order of things. */
  take({ userId, thing, at }: Coming): void {
    const place = this.#placeOf(userId);
    for (const step of this.#stepsOf[thing] ?? []) {
      const begun = step === 0 ? at : (this.#begun[place + step - 1] ?? -1);
      if (begun >= 0 && at - begun <= this.#window) this.#begun[place + step] = begun;
    }
  }

  /** How many people came to each step. */
  get people(): number[] {
    const people = Array.from({ length: this.#length }, () => 0);
    for (const place of this.#places.values())
      for (let step = 0; step < this.#length && (this.#begun[place + step] ?? -1) >= 0; step += 1)
        people[step] = (people[step] ?? 0) + 1;
    return people;
  }

  #placeOf(userId: number): number {
    const known = this.#places.get(userId);
    if (known !== undefined) return known;
    const place = this.#places.size * this.#length;
    this.#places.set(userId, place);
    if (place + this.#length > this.#begun.length) {
      const larger = new Float64Array(Math.max(1_024, this.#begun.length * 2, place + this.#length)).fill(-1);
      larger.set(this.#begun);
      this.#begun = larger;
    }
    return place;
  }
}
