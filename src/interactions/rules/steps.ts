import type { Unit } from '../schema.ts';
import { cutRange, localText, previousRange, type Range, type RangeFault } from './range.ts';

/** A range in steps, with the one before it, which everything is compared with. */
export interface Steps {
  readonly range: Range;
  readonly previous: Range;
  readonly unit: Unit;
  /** Where each step of the range begins, as it is said there. */
  readonly starts: readonly string[];
  /** Seconds since 1970: where the steps of the range before begin, then those of this one, and where it ends. */
  readonly bounds: readonly number[];
  /** Steps of the range before. */
  readonly before: number;
}

export function inSteps(range: Range, unit: Unit): Steps | RangeFault {
  const previous = previousRange(range);
  const [own, others] = [cutRange(range, unit), cutRange(previous, unit)];
  if ('message' in own) return own;
  if ('message' in others) return others;
  return {
    range,
    previous,
    unit,
    starts: own.slice(0, -1).map((start) => localText(start, range.zone)),
    bounds: [...others.slice(0, -1), ...own].map((bound) => bound.epochMilliseconds / 1000),
    before: others.length - 1,
  };
}

/** Figures by step, laid out in columns: those of the range, and those of the one before, as many again. */
export interface Columns {
  readonly counts: number[];
  readonly previousCounts: number[];
  readonly total: number;
  readonly previousTotal: number;
}

/** @param figures by the number of their step, those of the range before first. */
export function inColumns(
  { starts, before }: Steps,
  figures: Iterable<readonly [step: number, figure: number]>,
): Columns {
  const [counts, previousCounts] = [starts.map(() => 0), starts.map(() => 0)];
  let [total, previousTotal] = [0, 0];
  for (const [step, figure] of figures) {
    if (step < before) {
      previousTotal += figure;
      // The range before may have a step more: months are not of one length.
      if (step < previousCounts.length) previousCounts[step] = (previousCounts[step] ?? 0) + figure;
    } else {
      total += figure;
      counts[step - before] = (counts[step - before] ?? 0) + figure;
    }
  }
  return { counts, previousCounts, total, previousTotal };
}
