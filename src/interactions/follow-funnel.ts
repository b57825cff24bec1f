import { setImmediate as nextTurn } from 'node:timers/promises';
import { saidRange } from './count-activity.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import { Funnel } from './rules/funnel.ts';
import { mergeMoments } from './rules/merge-moments.ts';
import type { Range } from './rules/range.ts';
import type { FunnelFigures } from './schema.ts';
import { readMoments, readOpenMoments, type MomentsRow, type Step } from './store/moments.ts';

/** Days that are read at once: some megabytes. */
const daysAtOnce = 10;
const dayLength = 86_400;

export interface FunnelQuestion {
  /** As they were asked for: `event:start`, `handler:/menu`. */
  readonly steps: readonly string[];
  /** Seconds from the first step to the last. */
  readonly window: number;
}

/**
 * How many people went through steps, in order, within a window: exactly, by when each of them came to each. What is
 * read of a month is some megabytes, and is followed through in turns, between which the process answers others.
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
  const days: number[] = [];
  for (let day = Math.floor(from / dayLength); day * dayLength < end; day += 1) days.push(day);
  const read = (place: number) =>
    place < days.length ? ask(readMoments(things, days.slice(place, place + daysAtOnce))) : undefined;
  let reading = read(0);
  for (let place = 0; reading; place += daysAtOnce) {
    const rows = await reading;
    // The database goes ahead while these are followed through, which takes both about as long.
    reading = read(place + daysAtOnce);
    for (const packed of byDay(rows)) {
      mergeMoments(packed, (userId, thing, at) => {
        if (at >= from * 1000 && at < end * 1000) funnel.take(userId, thing, at);
      });
      await nextTurn();
    }
  }
  if (to > closedUntil)
    for (const row of await ask(readOpenMoments(things, { from: Math.max(from, closedUntil), to })))
      funnel.take(row.user_id, row.step, row.at);

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

function byDay(rows: readonly MomentsRow[]) {
  return [...Map.groupBy(rows, ({ day }) => day).values()].map((own) =>
    own.map(({ step, day, moments }) => ({ thing: step, day, moments })),
  );
}

/** To four digits; 0 where there is no whole. */
function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
