import { openFigures, type FiguresDependencies } from './open-figures.ts';
import { localText, type Range } from './rules/range.ts';
import { inColumns, type Steps } from './rules/steps.ts';
import type { ActivityFigures, ErrorsFigures, Group, HoursFigures } from './schema.ts';
import { countInteractions, type CountRow } from './store/counts.ts';
import { hoursOfWeek } from './rules/hours.ts';

type Series = ActivityFigures['series'][number];

/** The range as an answer says it, and the one before. */
export function saidRange({ from, to, zone }: Range): { from: string; to: string; zone: string } {
  return { from: localText(from, zone), to: localText(to, zone), zone };
}

export function saidSteps({ range, previous, unit, starts }: Steps) {
  const { from, to } = saidRange(previous);
  return { ...saidRange(range), unit, previous: { from, to }, buckets: [...starts] };
}

/**
 * Interactions over time, of all kinds.
 *
 * @param limit series at most; the others are added up.
 */
export async function countActivity(
  deps: FiguresDependencies,
  steps: Steps,
  { group, limit }: { readonly group: Group | undefined; readonly limit: number },
): Promise<ActivityFigures> {
  const { ask, closedUntil } = await openFigures(deps);
  const rows = await ask(countInteractions({ bounds: steps.bounds, closedUntil, by: group ? [group] : [] }));
  const all = rows.map((row) => toSeries(steps, group ? row[group] : null, row)).toSorted(byFrequency);
  const series = group ? all : [all[0] ?? toSeries(steps, null, { steps: [], times: [] })];
  const rest = series.slice(limit);
  const sum = (key: 'total' | 'previous_total') => all.reduce((total, one) => total + one[key], 0);
  return {
    ...saidSteps(steps),
    total: sum('total'),
    previous_total: sum('previous_total'),
    series: series.slice(0, limit),
    others: rest.length === 0 ? null : rest.reduce(added),
  };
}

/**
 * What ended otherwise than done.
 *
 * @param limit series at most; the totals are of all. Without any, handlers are not told apart, which is much less work.
 */
export async function countErrors(
  deps: FiguresDependencies,
  steps: Steps,
  { limit }: { readonly limit: number },
): Promise<ErrorsFigures> {
  const { ask, closedUntil } = await openFigures(deps);
  const { bounds, before } = steps;
  const [all, failures] = await Promise.all([
    ask(countInteractions({ bounds: [bounds[before] ?? 0, bounds.at(-1) ?? 0], closedUntil, by: [] })),
    ask(
      countInteractions({ bounds, closedUntil, by: limit === 0 ? [] : ['handler', 'outcome'], isFailuresOnly: true }),
    ),
  ]);
  const series = failures
    .map((row) => {
      const { key: handler, total, previous_total, counts } = toSeries(steps, row.handler, row);
      return { handler, outcome: row.outcome ?? '', total, previous_total, counts };
    })
    .toSorted(byFrequency);
  return {
    ...saidSteps(steps),
    interactions: all[0]?.times[0] ?? 0,
    total: series.reduce((total, one) => total + one.total, 0),
    previous_total: series.reduce((total, one) => total + one.previous_total, 0),
    series: series.slice(0, limit),
  };
}

/** Which hours of the week are busy, there where the zone is. */
export async function countHours(deps: FiguresDependencies, range: Range): Promise<HoursFigures> {
  const { ask, closedUntil } = await openFigures(deps);
  const { bounds, hours } = hoursOfWeek(range);
  const [row] = await ask(countInteractions({ bounds, closedUntil, by: [] }));
  const weekdays = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const [place, step] of (row?.steps ?? []).entries()) {
    const { weekday, hour } = hours[step] ?? { weekday: 1, hour: 0 };
    const day = weekdays[weekday - 1];
    if (day) day[hour] = (day[hour] ?? 0) + (row?.times[place] ?? 0);
  }
  return { ...saidRange(range), weekdays, total: weekdays.flat().reduce((total, times) => total + times, 0) };
}

function toSeries(steps: Steps, key: string | null, row: Pick<CountRow, 'steps' | 'times'>): Series {
  const figures = row.steps.map((step, place) => [step, row.times[place] ?? 0] as const);
  const { counts, previousCounts, total, previousTotal } = inColumns(steps, figures);
  return { key, total, previous_total: previousTotal, counts, previous_counts: previousCounts };
}

/** Most frequent first; of those that are as frequent, by their names, so that an answer is the same each time. */
function byFrequency(one: Frequent, other: Frequent): number {
  return other.total - one.total || other.previous_total - one.previous_total || (nameOf(one) < nameOf(other) ? -1 : 1);
}

type Frequent = Pick<Series, 'total' | 'previous_total'> &
  ({ readonly key: string | null } | { readonly handler: string | null; readonly outcome: string });

function nameOf(one: Frequent): string {
  return 'key' in one ? (one.key ?? '') : `${one.handler ?? ''} ${one.outcome}`;
}

function added(one: Series, other: Series): Series {
  return {
    key: null,
    total: one.total + other.total,
    previous_total: one.previous_total + other.previous_total,
    counts: addedColumns(one.counts, other.counts),
    previous_counts: addedColumns(one.previous_counts, other.previous_counts),
  };
}

function addedColumns(one: readonly number[], other: readonly number[]): number[] {
  return one.map((times, step) => times + (other[step] ?? 0));
}
