import type { Database, Queries } from '../platform/database/database.ts';
import { longWaySpans } from './rules/spans.ts';
import { packNext } from './store/moments.ts';
import { gatherWays } from './store/roll-up-ways.ts';
import { rollUpInteractions, rollUpTracked } from './store/roll-up.ts';
import type { RolledDay } from './store/rolled-day.ts';
import { forRollingUp } from './store/settings.ts';
import {
  changedDays,
  firstDay,
  firstDayOfWays,
  holdState,
  isArchived,
  lateDays,
  moveMarks,
  moveOn,
  readMarks,
  startMarks,
  type RollUpState,
} from './store/state.ts';

/**
 * Hours after its end at which an hour is rolled up: by then all that happened in it has been committed, and whoever has
 * not come back for half an hour has ended a visit.
 */
const hoursAfterEnd = 1;
/** Rows from before are of no year that is asked about. */
const mostYears = 6;

/**
 * Rolls up what is over: first anew what has changed since it was, then hour after hour and day after day up to the
 * present; then gathers long spans, and packs what is not packed yet. Each day is a transaction; who is interrupted is
 * continued by the next. One process at a time, by a lease; that two of them do no harm is the lock of the state.
 *
 * @returns days that were done.
 */
export async function rollUp({ queries }: Database, now: Temporal.Instant, signal: AbortSignal): Promise<number> {
  const marks = await readMarks(queries);
  await begin(queries, now);
  let done = 0;
  for (const day of await lateDaysOf(queries)) {
    if (signal.aborted) return done;
    await rollUpAgain(queries, day);
    done += 1;
  }
  for (const day of await changedDaysOf(queries)) {
    if (signal.aborted) return done;
    await rollUpTrackedAgain(queries, day);
    done += 1;
  }
  await moveMarks(queries, marks);
  while (!signal.aborted && (await closeNext(queries, now))) done += 1;
  while (!signal.aborted && (await trackNext(queries, now))) done += 1;
  while (!signal.aborted && (await gatherNext(queries)));
  while (!signal.aborted && (await inTransaction(queries, packNext)));
  return done;
}

/**
 * Rolls up a day's interactions anew, as far as they are rolled up. Does nothing where its rows are archived.
 *
 * @returns whether there was anything to do.
 */
export function rollUpAgain(queries: Queries, day: Temporal.PlainDate): Promise<boolean> {
  return inTransaction(queries, async (transaction, { closedUntil, gatheredUntil }) => {
    const from = startOf(day);
    if (!closedUntil || !isBefore(from, closedUntil)) return false;
    if (!(await replaceDay(transaction, { from, until: earlier(from.add({ hours: 24 }), closedUntil) }))) return false;
    const around = gatherWays((span) => {
      const end = endOfSpan(from, span);
      return !gatheredUntil || isBefore(gatheredUntil, end) ? null : end;
    });
    for (const statement of around) await statement.execute(transaction);
    return true;
  });
}

/** The same of the sessions that began on a day. */
export function rollUpTrackedAgain(queries: Queries, day: Temporal.PlainDate): Promise<boolean> {
  return inTransaction(queries, async (transaction, { trackedUntil }) => {
    if (!trackedUntil || Temporal.PlainDate.compare(day, trackedUntil) >= 0) return false;
    return replaceTracked(transaction, day);
  });
}

/** Finds where to begin, the first time. */
function begin(queries: Queries, now: Temporal.Instant): Promise<void> {
  return inTransaction(queries, async (transaction, { closedUntil, trackedUntil }) => {
    const today = now.toZonedDateTimeISO('UTC').toPlainDate();
    const notBefore = startOf(today.subtract({ years: mostYears }));
    // Before the rows are looked at, so that nothing that comes meanwhile is missed.
    if (!closedUntil) await startMarks(transaction, await readMarks(transaction));
    const first = closedUntil ? null : ((await firstDay(transaction, 'statistics', notBefore)) ?? today);
    const tracked = trackedUntil ? null : ((await firstDay(transaction, 'sessions', notBefore)) ?? today);
    if (first ?? tracked) await moveOn(transaction, { closedUntil: first && startOf(first), trackedUntil: tracked });
  });
}

/** @returns false where all that is over is rolled up. */
function closeNext(queries: Queries, now: Temporal.Instant): Promise<boolean> {
  return inTransaction(queries, async (transaction, { closedUntil }) => {
    const end = now.subtract({ hours: hoursAfterEnd }).round({ smallestUnit: 'hour', roundingMode: 'floor' });
    if (!closedUntil || !isBefore(closedUntil, end)) return false;
    const from = startOf(closedUntil.toZonedDateTimeISO('UTC').toPlainDate());
    const until = earlier(from.add({ hours: 24 }), end);
    await replaceDay(transaction, { from, until });
    await moveOn(transaction, { closedUntil: until });
    return true;
  });
}

/** @returns false where all long spans that are over have their ways. */
function gatherNext(queries: Queries): Promise<boolean> {
  return inTransaction(queries, async (transaction, { closedUntil, gatheredUntil }) => {
    const shortest = longWaySpans.at(-1);
    const from = gatheredUntil ?? (await firstDayOfWays(transaction));
    if (!closedUntil || !from || shortest === undefined) return false;
    const end = endOfSpan(from, shortest);
    if (isBefore(closedUntil, end)) return false;
    const last = end.subtract({ nanoseconds: 1 });
    for (const statement of gatherWays((span) => (endOfSpan(last, span).equals(end) ? end : null)))
      await statement.execute(transaction);
    await moveOn(transaction, { gatheredUntil: end });
    return true;
  });
}

/** Yesterday stays open: most sessions that are finished later than the day they began on began late in it. */
function trackNext(queries: Queries, now: Temporal.Instant): Promise<boolean> {
  return inTransaction(queries, async (transaction, { trackedUntil }) => {
    const yesterday = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });
    if (!trackedUntil || Temporal.PlainDate.compare(trackedUntil, yesterday) >= 0) return false;
    await replaceTracked(transaction, trackedUntil);
    await moveOn(transaction, { trackedUntil: trackedUntil.add({ days: 1 }) });
    return true;
  });
}

async function replaceDay(transaction: Queries, day: RolledDay): Promise<boolean> {
  if (await isArchived(transaction, 'statistics', day.from.toZonedDateTimeISO('UTC').toPlainDate())) return false;
  for (const statement of rollUpInteractions(day)) await statement.execute(transaction);
  return true;
}

async function replaceTracked(transaction: Queries, day: Temporal.PlainDate): Promise<boolean> {
  if (await isArchived(transaction, 'sessions', day)) return false;
  const [from, until] = [startOf(day), startOf(day.add({ days: 1 }))];
  for (const statement of rollUpTracked({ from, until })) await statement.execute(transaction);
  return true;
}

function inTransaction<Result>(
  queries: Queries,
  work: (transaction: Queries, state: RollUpState) => Promise<Result>,
): Promise<Result> {
  return queries.transaction().execute(async (transaction) => {
    await forRollingUp.execute(transaction);
    return work(transaction, await holdState(transaction));
  });
}

const lateDaysOf = (queries: Queries) => inTransaction(queries, lateDays);
const changedDaysOf = (queries: Queries) => inTransaction(queries, changedDays);

function startOf(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime('UTC').toInstant();
}

/** Where the span of so many seconds ends that a moment lies in. */
function endOfSpan(moment: Temporal.Instant, span: number): Temporal.Instant {
  const length = span * 1000;
  return Temporal.Instant.fromEpochMilliseconds((Math.floor(moment.epochMilliseconds / length) + 1) * length);
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return isBefore(one, other) ? one : other;
}
