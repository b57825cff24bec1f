/** Somebody came to something. */
export interface Coming {
  readonly userId: number;
  /** Which of the things that steps ask for. */
  readonly thing: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Follows people through the steps of a funnel: each one later than the one before, and all of them within a window from
 * the first. Other things may lie between; who begins again has the later beginning counted, so that nobody is lost
 * whose first attempt was long ago.
 *
 * What somebody did in one moment is one interaction, which several steps may ask for: it takes them one step on.
 */
export class Funnel {
  readonly #window: number;
  /** For each thing the steps that ask for it. */
  readonly #stepsOf: readonly (readonly number[])[];
  readonly #length: number;
  readonly #places = new Map<number, number>();
  /** By person and step: when the latest attempt began that came as far; -1: none did. */
  #begun = new Float64Array(0);
  /** What was done in the moment that is being taken. */
  readonly #moment: Coming[] = [];

  /**
   * @param things what each step asks for, by number from 0.
   * @param window milliseconds.
   */
  constructor(things: readonly number[], window: number) {
    this.#window = window;
    this.#length = things.length;
    this.#stepsOf = Array.from({ length: Math.max(...things) + 1 }, (_, thing) =>
      things.map((one, step) => (one === thing ? step : -1)).filter((step) => step >= 0),
    );
  }

  /** Takes what people did, in order of time. */
  take(coming: Coming): void {
    if (coming.at !== this.#moment[0]?.at) this.#goOn();
    this.#moment.push(coming);
  }

  /** How many people came to each step. */
  get people(): number[] {
    this.#goOn();
    const people = Array.from({ length: this.#length }, () => 0);
    for (const place of this.#places.values())
      for (let step = 0; step < this.#length && (this.#begun[place + step] ?? -1) >= 0; step += 1)
        people[step] = (people[step] ?? 0) + 1;
    return people;
  }

  /** Lets all that was done in one moment take effect, the last steps first: each finds what was there before it. */
  #goOn(): void {
    const arrivals = this.#moment.flatMap(({ userId, thing, at }) =>
      (this.#stepsOf[thing] ?? []).map((step) => ({ place: this.#placeOf(userId), step, at })),
    );
    this.#moment.length = 0;
    if (arrivals.length > 1) arrivals.sort((one, other) => other.step - one.step);
    for (const { place, step, at } of arrivals) {
      const begun = step === 0 ? at : (this.#begun[place + step - 1] ?? -1);
      if (begun >= 0 && at - begun <= this.#window) this.#begun[place + step] = begun;
    }
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
