import type { ActivityId } from '../../platform/ids.ts';

/** What the database sums up for one activity over a period. */
export interface ActivitySums {
  readonly activityId: ActivityId;
  readonly name: string;
  /** Active seconds within the period. */
  readonly seconds: number;
  readonly sessions: number;
  /** Active seconds of the longest session. */
  readonly longest: number;
}

export interface ActivityReport extends ActivitySums {
  /** Part of the total in whole percent; the shares of a report add up to 100. */
  readonly share: number;
}

/** Durations in whole seconds. */
export interface Report {
  readonly total: number;
  readonly sessions: number;
  /** Seconds a session, rounded down; 0 where there is none. */
  readonly average: number;
  readonly longest: number;
  /** The most time first. */
  readonly activities: readonly ActivityReport[];
  readonly previousTotal: number;
  /** Against the period before, in whole percent; null where that had nothing to compare with. */
  readonly change: number | null;
}

/** The figures of a period. @param previousTotal seconds of the period before, 0 where there is none */
export function makeReport(sums: readonly ActivitySums[], previousTotal: number): Report {
  const sorted = sums.toSorted((first, second) => second.seconds - first.seconds || compareNames(first, second));
  const parts = shares(sorted.map(({ seconds }) => seconds));
  let [total, sessions, longest] = [0, 0, 0];
  for (const row of sorted) {
    total += row.seconds;
    sessions += row.sessions;
    longest = Math.max(longest, row.longest);
  }
  return {
    total,
    sessions,
    average: sessions === 0 ? 0 : Math.floor(total / sessions),
    longest,
    activities: sorted.map((row, index) => withShare(row, parts[index] ?? 0)),
    previousTotal,
    change: changeInPercent(total, previousTotal),
  };
}

/**
 * Each value's part of their sum in whole percent, adding up to 100 (all 0 where the sum is): rounded down, then
 * the percents that are left go to the largest remainders, of equal ones to the earlier (Hare's method).
 * Rounding each alone may show 99 or 101.
 */
export function shares(values: readonly number[]): readonly number[] {
  const total = sum(values);
  if (total === 0) return values.map(() => 0);
  // Whole numbers throughout: with quotients, equal remainders would differ in their last bits.
  const parts = values.map((value) => ({
    share: Math.floor((value * 100) / total),
    remainder: (value * 100) % total,
  }));
  const left = parts.reduce((rest, { share }) => rest - share, 100);
  if (left > 0)
    for (const part of parts.toSorted((first, second) => second.remainder - first.remainder).slice(0, left))
      part.share += 1;
  return parts.map(({ share }) => share);
}

/** By how many whole percent `now` is more (less, if negative) than `before`; null where `before` is 0. */
export function changeInPercent(now: number, before: number): number | null {
  if (before === 0) return null;
  // `+ 0` because a small loss rounds to -0, which would be shown with a sign.
  return Math.round(((now - before) / before) * 100) + 0;
}

/**
 * How many days in a row have tracked time, up to today. A today without any yet does not break the row: it
 * may still come. @param days numbers of local days with tracked time (`dayNumber`); later ones than today do not count
 */
export function currentStreak(days: ReadonlySet<number>, today: number): number {
  const last = days.has(today) ? today : today - 1;
  let streak = 0;
  while (days.has(last - streak)) streak += 1;
  return streak;
}

const withShare = ({ activityId, name, seconds, sessions, longest }: ActivitySums, share: number): ActivityReport => ({
  activityId,
  name,
  seconds,
  sessions,
  longest,
  share,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

// By code points, not by a language's rules: the order only has to be the same every time.
function compareNames(first: ActivitySums, second: ActivitySums): number {
  if (first.name === second.name) return 0;
  return first.name < second.name ? -1 : 1;
}
