import { setImmediate as nextTurn } from 'node:timers/promises';
import { saidRange } from './count-activity.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import { Funnel, type Coming } from './rules/funnel.ts';
import { PackedMoments } from './rules/packed-moments.ts';
import { RowMoments } from './rules/row-moments.ts';
import type { Range } from './rules/range.ts';
import type { FunnelFigures } from './schema.ts';
import { readMoments, readOpenMoments, type MomentRow, type MomentsRow, type Step } from './store/moments.ts';

/** Days that are read at once: some megabytes. */
const daysAtOnce = 15;
const dayLength = 86_400;

export interface FunnelQuestion {
  /** As they were asked for: `event:start`, `handler:/menu`. */
  readonly steps: readonly string[];
  /** Seconds from the first step to the last. */
  readonly window: number;
}

/**
 * How many people went through steps, in order, within a window: exactly, by when each of them came to each. What is
 * read of a year is some megabytes, and is followed through in turns, between which the process answers others.
 */
export async function followFunnel(
  deps: FiguresDependencies,
  range: Range,
  { steps, window }: FunnelQuestion,
): Promise<FunnelFigures> {
  const { ask, closedUntil } = await openFigures(deps);
  const [from, to] = [range.from.epochMilliseconds / 1000, range.to.epochMilliseconds / 1000];
  const names = [...new Set(steps)];
  const things = names.map(toStep);
  const funnel = new Funnel(
    steps.map((step) => names.indexOf(step)),
    window * 1000,
  );
  const end = Math.min(to, closedUntil);
  const endDay = Math.ceil(end / dayLength);
  const read = (day: number) =>
    day < endDay ? ask(readMoments(things, { from: day, to: Math.min(day + daysAtOnce, endDay) })) : undefined;
  let day = Math.floor(from / dayLength);
  for (let reading = read(day); reading;) {
    const rows = await reading;
    day += daysAtOnce;
    // The database goes ahead while these are followed through, which takes both about as long.
    reading = read(day);
    for (const [start, comings] of byDay(rows)) {
      funnel.takeDay(start, comings, { from: from * 1000 - start, to: end * 1000 - start });
      await nextTurn();
    }
  }
  if (to > closedUntil) {
    const start = Math.max(from, closedUntil);
    const rows = await ask(readOpenMoments(things, { from: start, to }));
    funnel.takeDay(start * 1000, inComings(rows, start * 1000), { from: 0, to: Infinity });
  }

  const { people } = funnel;
  return {
    ...saidRange(range),
    window,
    steps: steps.map((step, place) => ({
      step,
      people: people[place] ?? 0,
      share: shareOf(people[place] ?? 0, people[0] ?? 0),
      share_of_previous: shareOf(people[place] ?? 0, people[Math.max(0, place - 1)] ?? 0),
    })),
  };
}

function toStep(text: string): Step {
  const [kind, name] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  return kind === 'event' ? { event: name } : { handler: name };
}

/** By the beginnings of the days. */
function byDay(rows: readonly MomentsRow[]): ReadonlyMap<number, readonly Coming[]> {
  return new Map(
    [...Map.groupBy(rows, ({ day }) => day)].map(([day, own]) => [
      day,
      own.map(({ step, packed }) => ({ thing: step, moments: new PackedMoments(packed) })),
    ]),
  );
}

/** @param start milliseconds since 1970, from which their times are counted. */
function inComings(rows: readonly MomentRow[], start: number): readonly Coming[] {
  return [...Map.groupBy(rows, ({ step }) => step)].map(([thing, own]) => ({
    thing,
    moments: new RowMoments(own.map((row) => [row.user_id, row.at - start])),
  }));
}

/** To four digits; 0 where there is no whole. */
function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
