import { Counter, type Registry } from 'prom-client';

export interface FrequentCounterOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly [string, string];
  readonly registers: Registry[];
}

/**
 * A counter of two labels, for what happens a few times with each update. prom-client spells the labels out and checks
 * them each time, 0.6 µs and 300 bytes; this one counts by itself, and tells it only when somebody looks.
 */
export class FrequentCounter {
  /** What has not been told yet, by the first label and the second. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor({ name, help, labelNames: [first, second], registers }: FrequentCounterOptions) {
    const told = new Counter({
      name,
      help,
      labelNames: [first, second],
      registers,
      collect: () => {
        for (const [a, bySecond] of this.#counts)
          for (const [b, count] of bySecond) told.inc({ [first]: a, [second]: b }, count);
        this.#counts.clear();
      },
    });
  }

  /** Counts one more, under the values of the two labels. */
  inc(first: string, second: string): void {
    let bySecond = this.#counts.get(first);
    if (!bySecond) {
      bySecond = new Map();
      this.#counts.set(first, bySecond);
    }
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
  }
}
