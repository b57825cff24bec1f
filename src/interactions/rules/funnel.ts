/**
 * Follows people through the steps of a funnel: each one later than the one before, and all of them within a window from
 * the first. Other things may lie between; who begins again has the later beginning counted, so that nobody is lost
 * whose first attempt was long ago.
 *
 * What somebody did in one moment is one interaction, which several steps may ask for: it takes them one step on.
 */
export class Funnel {
  readonly #window: number;
  readonly #things: readonly number[];
  readonly #length: number;
  readonly #places = new Map<number, number>();
  /** By person and step: when the latest attempt began that came as far; -1: none did. */
  #begun = new Float64Array(0);
  /** What is being taken: all that was done in one moment, by whom and what, in turns. */
  #at = -1;
  readonly #moment: number[] = [];

  /**
   * @param things what each step asks for, by number from 0.
   * @param window milliseconds.
   */
  constructor(things: readonly number[], window: number) {
    this.#window = window;
    this.#length = things.length;
    this.#things = things;
  }

  /**
   * Takes what people did, in order of time. Not as objects: a month has half a million.
   *
   * @param thing which of the things that steps ask for.
   * @param at milliseconds since 1970.
   */
  take(userId: number, thing: number, at: number): void {
    if (at !== this.#at) {
      this.#goOn();
      this.#at = at;
    }
    this.#moment.push(userId, thing);
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
    const moment = this.#moment;
    if (moment.length === 2) this.#takeOne(moment[0] ?? 0, moment[1] ?? 0);
    else
      for (let step = this.#length - 1; step >= 0 && moment.length > 0; step -= 1)
        for (let place = 0; place < moment.length; place += 2)
          if (this.#things[step] === moment[place + 1]) this.#arrive(this.#placeOf(moment[place] ?? 0), step);
    moment.length = 0;
  }

  /** As nearly always. */
  #takeOne(userId: number, thing: number): void {
    const place = this.#placeOf(userId);
    for (let step = this.#length - 1; step >= 0; step -= 1) if (this.#things[step] === thing) this.#arrive(place, step);
  }

  #arrive(place: number, step: number): void {
    const begun = step === 0 ? this.#at : (this.#begun[place + step - 1] ?? -1);
    if (begun >= 0 && this.#at - begun <= this.#window) this.#begun[place + step] = begun;
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
