import type { Asking } from './asking.ts';
import type { TrackedStretch } from './read-recent.ts';
import type { ReportsDesk } from './reports.ts';
import { localDay } from './rules/calendar.ts';
import { currentStreak } from './rules/statistics.ts';
import { trackerDesk } from './store.ts';

/** How far to look back, each time further: most rows of days break within the last few sessions. */
const looks = [
  { sessions: 16, days: 45 },
  { sessions: 64, days: 150 },
  { sessions: 512, days: 600 },
  { sessions: 5_000, days: Infinity },
] as const;

/** Local days that two zones can be apart, and one more for where the start of the day differs from the calendar's. */
const daysApart = 3;

/** Days in a row with tracked time, up to today. */
export async function readStreak({ person, batch, at, today }: Asking, reports: ReportsDesk): Promise<number> {
  const { id: userId, dayStart, timeZone } = person;
  let streak = 0;
  for (const { sessions: atMost, days } of looks) {
    const since =
      days === Infinity ? null : batch.use(trackerDesk).earliestAt(userId, at.subtract({ hours: 24 * days }));
    const recent = await reports.recentStretches({ userId, atMost, since });
    streak = currentStreak(trackedDays(recent, at, dayStart), today);
    // Everybody's sessions come one after the other, so nothing is unknown after the earliest one that was read.
    const knownFrom = recent.length < atMost ? since && at.subtract({ hours: 24 * days }) : recent.at(-1)?.from;
    if (!knownFrom) return streak;
    const missing = today.subtract({ days: streak + 1 });
    if (Temporal.PlainDate.compare(missing, localDay(knownFrom, timeZone, dayStart).add({ days: daysApart })) > 0)
      return streak;
  }
  return streak;
}

function trackedDays(
  stretches: readonly TrackedStretch[],
  at: Temporal.Instant,
  dayStart: number,
): Temporal.PlainDate[] {
  const days = stretches.flatMap(({ from, to, zone }) => {
    const first = localDay(from, zone, dayStart);
    const last = localDay(to ?? at, zone, dayStart);
    return first.equals(last) ? [first] : [first, last];
  });
  return days.toSorted((a, b) => Temporal.PlainDate.compare(a, b));
}
