import { momentAt } from '../platform/moments.ts';
import type { Asking } from './asking.ts';
import type { TrackedStretch } from './read-recent.ts';
import type { ReportsDesk } from './reports.ts';
import { dayNumber, dayNumbersIn } from './rules/day-numbers.ts';
import { epochSeconds } from './rules/segments.ts';
import { currentStreak } from './rules/statistics.ts';
import { trackerDesk } from './store.ts';

/** How far to look back, each time from where the last look ended: most rows of days break within the last weeks. */
const looks = [
  { sessions: 32, days: 45 },
  { sessions: 96, days: 150 },
  { sessions: 512, days: 600 },
  { sessions: 5_000, days: Infinity },
] as const;

/** Local days that two zones can be apart, and one more for where the start of the day differs from the calendar's. */
const daysApart = 3;

/** Days in a row with tracked time, up to today. */
export async function readStreak({ person, batch, at, today }: Asking, reports: ReportsDesk): Promise<number> {
  const { id: userId, dayStart, timeZone } = person;
  const tracked = new Set<number>();
  let before: Temporal.Instant | null = null;
  let streak = 0;
  for (const { sessions: atMost, days } of looks) {
    const from = days === Infinity ? null : momentAt(epochSeconds(at) - 86_400 * days);
    const since = from && batch.use(trackerDesk).earliestAt(userId, from);
    const recent: readonly TrackedStretch[] = await reports.recentStretches({ userId, atMost, since, before });
    addDays(tracked, recent, { now: epochSeconds(at), dayStart });
    streak = currentStreak(tracked, dayNumber(today));
    // Everybody's sessions come one after the other, so nothing is unknown after the earliest one that was read.
    const last = recent.length < atMost ? undefined : recent.at(-1)?.from;
    const knownFrom = last ?? (since && from && epochSeconds(from));
    if (knownFrom === null) return streak;
    const missing = dayNumber(today) - (streak + 1);
    if (missing > dayNumbersIn(timeZone, dayStart)(knownFrom) + daysApart) return streak;
    // Another one may have begun in the same second.
    before = last === undefined ? since : momentAt(last + 1);
  }
  return streak;
}

function addDays(
  tracked: Set<number>,
  stretches: readonly TrackedStretch[],
  { now, dayStart }: { readonly now: number; readonly dayStart: number },
): void {
  const zones = new Map<string, (second: number) => number>();
  for (const { from, to, zone } of stretches) {
    const numberOf = zones.get(zone) ?? dayNumbersIn(zone, dayStart);
    zones.set(zone, numberOf);
    tracked.add(numberOf(from)).add(numberOf(to ?? now));
  }
}
