/** Moments of a day one by one, in order of the people or in no order: `PackedMoments`, or rows as they came. */
interface Moments {
  /** Goes on to the next moment. @returns false where there is none. */
  next(): boolean;
  /** Whose the present moment is. */
  readonly userId: number;
  /** Milliseconds from the beginning of the day to the present moment. */
  readonly time: number;
}

/** Who came to one of the things that steps ask for on one day, or some of them. */
export interface Coming {
  /** Which of the things, from 0. */
  readonly thing: number;
  readonly moments: Moments;
}

/** A part of a day, in milliseconds since it began. */
interface Part {
  readonly from: number;
  readonly to: number;
}

const pageLength = 2_048;
/** In the place of whoever has come through. */
const isThrough = -1;
/** Above this many things that somebody did on a day, sorting is left to what sorts much. */
const few = 32;

/**
 * Follows people through the steps of a funnel: each one later than the one before, and all of them within a window from
 * the first. Other things may lie between; who begins again has the later beginning counted, so that nobody is lost
 * whose first attempt was long ago.
 *
 * What somebody did in one moment is one interaction, which several steps may ask for: it takes them one step on.
 *
 * Of a year's millions of moments most are passed by: those of people who have come through, and of people who have not
 * begun lately.
 */
export class Funnel {
  readonly #window: number;
  readonly #length: number;
  /** By thing: the steps that ask for it, the last first. */
  readonly #stepsOf: readonly (readonly number[])[];
  /** By a part of the id, then by the rest: which place somebody has, from 1; 0: none yet. */
  readonly #pages = new Map<number, Int32Array>();
  #page: Int32Array = new Int32Array(pageLength);
  /** The first id of that page. */
  #pageStart = Number.NEGATIVE_INFINITY;
  #known = 0;
  /** By place: whose it is, and when the last first step was that is known of so far. */
  #ids = new Float64Array(0);
  #latest = new Float64Array(0);
  /** By place and step: when the latest attempt began that came as far; -1: none did. */
  #begun = new Float64Array(0);
  /** By place: the last of what they did on the day that is being taken, from 1. */
  #last = new Int32Array(0);
  /** What was done on that day: when, what, and what the same person did before, from 1. */
  #times = new Float64Array(1_024);
  #things = new Int32Array(1_024);
  #before = new Int32Array(1_024);
  /** What one person did, in order. */
  readonly #ownTimes: number[] = [];
  readonly #ownThings: number[] = [];

  /**
   * @param things what each step asks for, by number from 0.
   * @param window milliseconds.
   */
  constructor(things: readonly number[], window: number) {
    this.#window = window;
    this.#length = things.length;
    const steps = things.map((thing, step) => ({ thing, step })).toReversed();
    this.#stepsOf = Array.from({ length: Math.max(0, ...things) + 1 }, (_, thing) =>
      steps.filter((one) => one.thing === thing).map(({ step }) => step),
    );
  }

  /**
   * Takes what was done on one day, or in a part of it; day after day.
   *
   * @param day its beginning, in milliseconds since 1970.
   */
  takeDay(day: number, comings: readonly Coming[], { from, to }: Part): void {
    const present: number[] = [];
    let count = 0;
    const begins = ({ thing }: Coming): boolean => this.#stepsOf[thing]?.at(-1) === 0;
    // Beginnings first, so that it is known of everything else whether somebody has begun.
    for (const isBeginning of [true, false])
      for (const coming of comings) {
        if (begins(coming) !== isBeginning) continue;
        const { thing, moments } = coming;
        while (moments.next()) {
          const place = this.#placeOf(moments.userId, isBeginning);
          if (place <= 0) continue;
          const { time } = moments;
          if (time < from || time >= to) continue;
          if (isBeginning) this.#latest[place] = Math.max(this.#latest[place] ?? 0, day + time);
          else if (day + time - (this.#latest[place] ?? 0) > this.#window) continue;
          const before = this.#last[place] ?? 0;
          if (before === 0) present.push(place);
          if (count === this.#times.length) this.#makeRoom();
          this.#times[count] = time;
          this.#things[count] = thing;
          this.#before[count] = before;
          count += 1;
          this.#last[place] = count;
        }
      }
    for (const place of present) this.#follow(place, day);
  }

  /** How many people came to each step. */
  get people(): number[] {
    const people = Array.from({ length: this.#length }, () => 0);
    for (let place = 1; place <= this.#known; place += 1)
      for (let step = 0; step < this.#length && this.#begunAt(place, step) >= 0; step += 1)
        people[step] = (people[step] ?? 0) + 1;
    return people;
  }

  /** Leads somebody on by what they did on a day. */
  #follow(place: number, day: number): void {
    const count = this.#putInOrder(place);
    for (let first = 0, end = 0; first < count; first = end) {
      const time = this.#ownTimes[first] ?? 0;
      end = first + 1;
      while (end < count && this.#ownTimes[end] === time) end += 1;
      const steps =
        end === first + 1
          ? this.#stepsOf[this.#ownThings[first] ?? 0]
          : // The last steps first: each finds what was there before that moment.
            [...new Set(this.#ownThings.slice(first, end).flatMap((thing) => this.#stepsOf[thing] ?? []))].toSorted(
              (one, other) => other - one,
            );
      for (const step of steps ?? []) this.#arrive(place, step, day + time);
    }
    if (this.#begunAt(place, this.#length - 1) < 0) return;
    const id = this.#ids[place] ?? 0;
    this.#pageOf(id)[id - this.#pageStart] = isThrough;
  }

  /** Gathers what somebody did on the day that is being taken, in order of time. @returns how much it is. */
  #putInOrder(place: number): number {
    const [times, things] = [this.#ownTimes, this.#ownThings];
    let count = 0;
    for (let next = this.#last[place] ?? 0; next > 0; next = this.#before[next - 1] ?? 0) {
      const [time, thing] = [this.#times[next - 1] ?? 0, this.#things[next - 1] ?? 0];
      let free = count;
      if (count < few)
        for (; free > 0 && (times[free - 1] ?? 0) > time; free -= 1) {
          times[free] = times[free - 1] ?? 0;
          things[free] = things[free - 1] ?? 0;
        }
      times[free] = time;
      things[free] = thing;
      count += 1;
    }
    this.#last[place] = 0;
    if (count > few) {
      const order = Array.from({ length: count }, (_, number) => ({
        time: times[number] ?? 0,
        thing: things[number] ?? 0,
      }));
      for (const [number, own] of order.toSorted((one, other) => one.time - other.time).entries())
        [times[number], things[number]] = [own.time, own.thing];
    }
    return count;
  }

  #arrive(place: number, step: number, at: number): void {
    const begun = step === 0 ? at : this.#begunAt(place, step - 1);
    if (begun >= 0 && at - begun <= this.#window) this.#begun[place * this.#length + step] = begun;
  }

  #begunAt(place: number, step: number): number {
    return this.#begun[place * this.#length + step] ?? -1;
  }

  /** @param isNew whether who has no place gets one. @returns 0 for nobody known, `isThrough`. */
  #placeOf(userId: number, isNew: boolean): number {
    const page = this.#pageOf(userId);
    const known = page[userId - this.#pageStart] ?? 0;
    if (known !== 0 || !isNew) return known;
    const place = this.#known + 1;
    this.#known = place;
    page[userId - this.#pageStart] = place;
    if (place >= this.#last.length) this.#makePlaces(Math.max(1_024, place * 2));
    this.#ids[place] = userId;
    return place;
  }

  #pageOf(userId: number): Int32Array {
    if (userId < this.#pageStart || userId >= this.#pageStart + pageLength) {
      const number = Math.floor(userId / pageLength);
      this.#page = this.#pages.get(number) ?? new Int32Array(pageLength);
      this.#pages.set(number, this.#page);
      this.#pageStart = number * pageLength;
    }
    return this.#page;
  }

  #makePlaces(count: number): void {
    const [ids, latest, begun, last] = [this.#ids, this.#latest, this.#begun, this.#last];
    this.#ids = larger(ids, count);
    this.#latest = larger(latest, count);
    this.#begun = new Float64Array(count * this.#length).fill(-1);
    this.#begun.set(begun);
    this.#last = new Int32Array(count);
    this.#last.set(last);
  }

  #makeRoom(): void {
    const [things, before] = [this.#things, this.#before];
    const count = this.#times.length * 2;
    this.#times = larger(this.#times, count);
    this.#things = new Int32Array(count);
    this.#things.set(things);
    this.#before = new Int32Array(count);
    this.#before.set(before);
  }
}

function larger(list: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(count);
  copy.set(list);
  return copy;
}
