/** Moments as rows tell them, in the shape in which a funnel takes them. */
export class RowMoments {
  readonly #moments: readonly (readonly [userId: number, time: number])[];
  #number = -1;

  constructor(moments: readonly (readonly [userId: number, time: number])[]) {
    this.#moments = moments;
  }

  next(): boolean {
    this.#number += 1;
    return this.#number < this.#moments.length;
  }

  get userId(): number {
    return this.#moments[this.#number]?.[0] ?? 0;
  }

  get time(): number {
    return this.#moments[this.#number]?.[1] ?? 0;
  }
}
