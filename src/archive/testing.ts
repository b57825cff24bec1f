import { sql } from 'kysely';
import type { Database, Queries } from '../platform/database/database.ts';
import { makePartition, makePartitionsBehind } from '../platform/database/partitions.ts';
import { isUserId, type UserId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { archivedTables, partitionOf, type ArchivedTable } from './rules/layout.ts';
import { sumRows } from './store/rows.ts';
import type { RowsFingerprint } from './rules/row-sum.ts';

/** The present of these tests. */
export const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
/** Wholly past five years. */
export const march = Temporal.PlainYearMonth.from('2021-03');
export const april = Temporal.PlainYearMonth.from('2021-04');

export function archiveOf(database: Database, objects: Objects): ArchiveDependencies {
  return { database, objects, clock: { now: () => now }, log: silentLogger, retentionYears: 5, storageClass: null };
}

/** Clears what the archive and these lives are made of; sums are closed. */
export async function clearLives(queries: Queries): Promise<void> {
  await sql`truncate archive_months, archive_keys, statistics, session_events_log, sessions, trackers, activities, users
    restart identity cascade`.execute(queries);
  await sql`update aggregate_state set closed_before = '2026-10-01', archived_before = null`.execute(queries);
}

/** So that the archive finds these months, whether anything happened in them or not. */
export async function makeMonths(queries: Queries): Promise<void> {
  for (const table of archivedTables)
    for (const month of [march, april]) await makePartition(queries, table, month.toPlainDate({ day: 1 }));
}

/**
 * People who tracked time through a month: each some sessions with what was logged and counted of them, and things that
 * nobody did. What they are called and what they wrote has quotes, newlines and Cyrillic in it.
 *
 * @returns their ids.
 */
export async function fillMonth(
  queries: Queries,
  month: Temporal.PlainYearMonth,
  { people, sessions }: { readonly people: number; readonly sessions: number },
): Promise<readonly UserId[]> {
  const first = month.toPlainDate({ day: 1 });
  await sql`
    insert into users (telegram_id, first_name) select 7000000000 + n, 'Имя "' || n || '"' from generate_series(1, ${people}::int) n
    on conflict (telegram_id) do nothing`.execute(queries);
  await sql`
    insert into activities (user_id, name, name_key) select id, 'Чтение', 'чтение' from users u
    where not exists (select from activities a where a.user_id = u.id)`.execute(queries);
  const lived = sql`
    select u.id as user_id, a.id as activity_id, n,
      ${first}::date::timestamptz + make_interval(mins => (n * 37 + u.id % 30)::int, secs => 0.123456) as at
    from users u join activities a on a.user_id = u.id cross join generate_series(1, ${sessions}::int) n`;
  await sql`
    insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
    select gen_random_uuid(), user_id, activity_id, at, at + interval '30 minutes', 1500,
      tstzmultirange(tstzrange(at, at + interval '10 minutes'), tstzrange(at + interval '15 minutes', at + interval '30 minutes')),
      'Asia/Kolkata'
    from (${lived}) l`.execute(queries);
  await sql`
    insert into session_events_log (session_id, user_id, event_type, payload, at)
    select gen_random_uuid(), user_id, 'session.started',
      jsonb_build_object('note', E'Ð"\\\\\n', 'big', 12345678901234567890.5, 'n', n, 'none', null), at
    from (${lived}) l`.execute(queries);
  await sql`
    insert into statistics (event, user_id, timestamp, handler, source)
    select 'text', case when n % 3 = 0 then null else user_id end, at, E'line\nbreak', null
    from (${lived}) l`.execute(queries);
  await makePartitionsBehind(queries, now);
  const { rows } = await sql<{ id: number }>`select id from users order by id`.execute(queries);
  return rows.map(({ id }) => id).filter(isUserId);
}

/** What a month's rows add up to; null where it has no partition. */
export async function sumOf(
  queries: Queries,
  table: ArchivedTable,
  month: Temporal.PlainYearMonth,
): Promise<RowsFingerprint | null> {
  const { rows } = await sql<{ name: string | null }>`
    select to_regclass(${partitionOf({ table, month })})::text as name`.execute(queries);
  if (rows[0]?.name === null) return null;
  const [summed] = (await sumRows({ table, month }).execute(queries)).rows;
  return summed ? { rows: summed.rows, digest: summed.digest } : null;
}
