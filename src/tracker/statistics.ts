import type { Person } from '../people/person.ts';
import type { Batch } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { Asking } from './asking.ts';
import { readStreak } from './read-streak.ts';
import type { ActivitySum, ZonedStretch } from './read-sums.ts';
import { ReportsDesk, reportsDesk } from './reports.ts';
import {
  dayRange,
  periodRange,
  previousPeriod,
  type DateRange,
  type Period,
  type Unbounded,
} from './rules/calendar.ts';
import { earliest } from './rules/moments.ts';
import { makeReport, type Report } from './rules/statistics.ts';
import { trackerDesk } from './store.ts';

/** What is asked for: a period, and one activity or all. */
export interface Question {
  readonly period: Period;
  readonly activityId: number | null;
}

export interface Statistics {
  readonly range: DateRange | Unbounded;
  readonly report: Report;
  /** Days in a row with tracked time, up to today; null of a single day, where nobody asks for it. */
  readonly streak: number | null;
  /** The sums of all activities, whichever was asked for. */
  readonly all: readonly ActivitySum[];
}

/**
 * The figures of a period: the same for the chat and the API. They may come from a replica, but not for who has just
 * changed something.
 */
export async function readStatistics(asking: Asking, { period, activityId }: Question): Promise<Statistics> {
  const { batch } = asking;
  const isAside = batch.aside !== undefined && !batch.use(trackerDesk).wroteLately(asking.person.id);
  const reports = batch.use(isAside ? reportsAside : reportsDesk);
  const context = { today: asking.today, weekStart: asking.person.weekStart };
  const range = periodRange(period, context);
  const before = previousPeriod(period, context);
  const isOneDay = period === 'today' || period === 'yesterday';
  const [all, earlier, streak] = await Promise.all([
    readSums(asking, range, reports),
    before ? readSums(asking, before, reports) : [],
    // For who asks about more than a day.
    isOneDay ? null : readStreak(asking, reports),
  ]);
  const isWanted = (sum: ActivitySum) => activityId === null || sum.activityId === activityId;
  return { range, report: makeReport(all.filter(isWanted), total(earlier.filter(isWanted))), streak, all };
}

/** For who has changed nothing lately: reads where that may be some seconds old. */
const reportsAside = (session: Session, { aside = session }: Batch): ReportsDesk => new ReportsDesk(aside);

/** Sums by activity over local days, both ends included; null is an open end. */
export function readSums(
  { person, batch, at }: Asking,
  { from, to }: { readonly from: Temporal.PlainDate | null; readonly to: Temporal.PlainDate | null },
  reports: ReportsDesk = batch.use(reportsDesk),
): Promise<readonly ActivitySum[]> {
  const stretches = daysInZones(person, from, to);
  const begin = earliest(stretches.map((stretch) => stretch.from));
  const trackers = batch.use(trackerDesk);
  const since = begin && trackers.earliestAt(person.id, begin);
  const overBefore = (end: Temporal.Instant) => trackers.earliestAt(person.id, end);
  return reports.sums({ userId: person.id, stretches, now: at, since, overBefore });
}

/** The same days in every zone the person has tracked in. */
function daysInZones(
  { sessionZones, dayStart }: Person,
  from: Temporal.PlainDate | null,
  to: Temporal.PlainDate | null,
): ZonedStretch[] {
  return sessionZones.map((zone) => ({
    zone,
    from: from && dayRange(from, zone, dayStart).from,
    to: to && dayRange(to, zone, dayStart).to,
  }));
}

export function total(sums: readonly ActivitySum[]): number {
  return sums.reduce((seconds, sum) => seconds + sum.seconds, 0);
}
