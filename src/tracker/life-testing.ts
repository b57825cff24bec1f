import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { enrol } from '../people/store.ts';
import type { Session } from '../platform/database/session.ts';
import { isTelegramId, type ActivityId, type UserId } from '../platform/ids.ts';
import { activeSeconds, type Segment } from './rules/segments.ts';
import { sessionIdAt } from './session-id.ts';
import { formatSegments } from './store.ts';

export const activityNames = ['Чтение', 'Work', '<b>&'] as const;

/** A session as it is written down. */
export interface Lived {
  readonly startedAt: Temporal.Instant;
  /** Null while it runs. */
  readonly finishedAt: Temporal.Instant | null;
  readonly segments: readonly Segment[];
  readonly activity: number;
  readonly zone: string;
}

/** Somebody's sessions, and from where and when they are looked at. */
export interface Life {
  readonly sessions: readonly Lived[];
  readonly zones: readonly string[];
  readonly dayStart: number;
  readonly now: Temporal.Instant;
}

/** Moments shortly before a change of the clocks, with the zone that makes it and one somebody may have come from. */
const changes = [
  ['2025-03-29T12:00:00Z', 'Europe/Berlin', 'Asia/Kolkata'],
  ['2025-10-25T12:00:00Z', 'Europe/Berlin', 'America/New_York'],
  ['2018-11-03T12:00:00Z', 'America/Sao_Paulo', 'Europe/Moscow'],
  ['2025-10-04T06:00:00Z', 'Australia/Lord_Howe', 'America/St_Johns'],
  ['2011-12-29T20:00:00Z', 'Pacific/Apia', 'Pacific/Kiritimati'],
  ['2014-10-25T10:00:00Z', 'Europe/Moscow', 'Asia/Kathmandu'],
] as const;

const seconds = (max: number) => fc.oneof(fc.integer({ min: 1, max }), fc.constantFrom(1, 3600, 86_400));
const lived = fc.record({
  gap: fc.oneof(fc.constant(0), seconds(80_000)),
  // The first stretch is missing where a session ended in the second in which it began.
  stretches: fc.array(fc.record({ active: seconds(50_000), pause: seconds(40_000) }), { maxLength: 4 }),
  endsPaused: fc.boolean(),
  activity: fc.nat({ max: activityNames.length - 1 }),
  zone: fc.constantFrom(0, 1),
});
/** Up to six sessions in two zones around a change of the clocks, the last one perhaps still running. */
export const life = fc
  .record({
    change: fc.constantFrom(...changes),
    dayStart: fc.constantFrom(0, 0, 1, 150, 300, 1439),
    given: fc.array(lived, { maxLength: 6 }),
    stillRuns: fc.boolean(),
    since: seconds(60_000),
  })
  .map(({ change: [start, home, away], dayStart, given, stillRuns, since }): Life => {
    let at = Temporal.Instant.from(start);
    const sessions = given.map(({ gap, stretches, endsPaused, activity, zone }, place): Lived => {
      const startedAt = at.add({ seconds: gap });
      const runs = stillRuns && place === given.length - 1;
      at = startedAt;
      const segments = stretches.map(({ active, pause }, index): Segment => {
        const from = at;
        const isLast = index === stretches.length - 1;
        const to = from.add({ seconds: active });
        at = isLast && !endsPaused ? to : to.add({ seconds: pause });
        return { from, to: runs && isLast && !endsPaused ? null : to };
      });
      return { startedAt, finishedAt: runs ? null : at, segments, activity, zone: zone === 0 ? home : away };
    });
    return { sessions, zones: [home, away], dayStart, now: at.add({ seconds: since }) };
  });

let lastTelegramId = 0;

/** Somebody new with all the activities. */
async function newcomer(session: Session): Promise<{ id: UserId; activities: readonly ActivityId[] }> {
  lastTelegramId += 1;
  if (!isTelegramId(lastTelegramId)) throw new Error('out of numbers');
  const sender = { telegramId: lastTelegramId, firstName: '', username: null, languageCode: null };
  const [id] = (await enrol(session, [sender])).newcomers;
  if (id === undefined) throw new Error('not enrolled');
  const [rows] = await session.send(sql<{ id: ActivityId }>`
    insert into activities (user_id, name, name_key)
    select ${id}::bigint, name, name from unnest(${activityNames}::text[]) with ordinality as n(name, place)
    order by place returning id`);
  return { id, activities: rows.map((row) => row.id) };
}

/** Writes a life down for somebody new. */
export async function live(session: Session, { sessions, now }: Life): Promise<UserId> {
  const { id, activities } = await newcomer(session);
  await session.send(sql`
    insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
    select id, ${id}::bigint, activity, started_at, finished_at, duration, segments, zone from unnest(
      ${sessions.map((s) => sessionIdAt(s.startedAt, randomUUID()))}::uuid[],
      ${sessions.map((s) => activities[s.activity])}::bigint[], ${sessions.map((s) => s.startedAt)}::timestamptz[],
      ${sessions.map((s) => s.finishedAt)}::timestamptz[],
      ${sessions.map((s) => s.finishedAt && activeSeconds(s.segments, now))}::int[],
      ${sessions.map((s) => formatSegments(s.segments))}::tstzmultirange[], ${sessions.map((s) => s.zone)}::text[]
    ) as lived(id, activity, started_at, finished_at, duration, segments, zone)`);
  return id;
}
