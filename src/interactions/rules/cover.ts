/** Moments here are whole seconds since 1970: there are thousands to a question, and only sums are done with them. */

/** A span that was rolled up and lies wholly within a step. */
export interface Piece {
  readonly step: number;
  /** Seconds. */
  readonly span: number;
  /** A multiple of it. */
  readonly at: number;
}

/** A part of a step for which the rows themselves are read. */
export interface Stretch {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** How steps are put together: of what was rolled up, and of rows for the rest. */
export interface Cover {
  readonly pieces: readonly Piece[];
  readonly rest: readonly Stretch[];
}

/**
 * Covers steps with as few spans as it can.
 *
 * @param bounds where each step begins, and where the last one ends.
 * @param until what lies behind this was not rolled up.
 * @param spans seconds, the longest first, each a multiple of the next.
 * @param untilOf where those of one length are there only up to another moment.
 */
export function cover(
  bounds: readonly number[],
  until: number,
  spans: readonly number[],
  untilOf: (span: number) => number = () => until,
): Cover {
  const pieces: Piece[] = [];
  const rest: Stretch[] = [];
  const shortest = spans.at(-1) ?? 1;
  for (const [step, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[step + 1] ?? from;
    const end = Math.min(to, until);
    let at = from;
    while (at < to) {
      const span =
        at < end ? spans.find((one) => at % one === 0 && at + one <= Math.min(end, untilOf(one))) : undefined;
      if (span !== undefined) {
        pieces.push({ step, span, at });
        at += span;
        continue;
      }
      // Up to the next place where a span may begin, or all that is left.
      const next = at >= end ? to : Math.min(to, (Math.floor(at / shortest) + 1) * shortest);
      const last = rest.at(-1);
      if (last?.step === step && last.to === at) rest[rest.length - 1] = { ...last, to: next };
      else rest.push({ step, from: at, to: next });
      at = next;
    }
  }
  return { pieces, rest };
}

/** A part of a day of UTC, in quarters of an hour. */
export interface DayPart {
  readonly step: number;
  /** Days since 1970. */
  readonly day: number;
  /** The quarter before the first one, -1 to 94. */
  readonly before: number;
  /** The last quarter, 0 to 95. */
  readonly last: number;
}

const [quarter, dayLength] = [900, 86_400];

/**
 * Parts steps by the days of UTC.
 *
 * @param bounds as in `cover`; multiples of a quarter of an hour.
 */
export function partByDay(bounds: readonly number[], until: number): readonly DayPart[] {
  const parts: DayPart[] = [];
  for (const [step, from] of bounds.slice(0, -1).entries()) {
    const end = Math.min(bounds[step + 1] ?? from, until);
    for (let at = from; at < end;) {
      const day = Math.floor(at / dayLength);
      const start = day * dayLength;
      const to = Math.min(end, start + dayLength);
      parts.push({ step, day, before: (at - start) / quarter - 1, last: (to - start) / quarter - 1 });
      at = to;
    }
  }
  return parts;
}
