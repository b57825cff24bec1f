/**
 * The last months of many people, written straight into the tables: where there are more months, the last ones are the
 * same to the second.
 */
import { Client } from 'pg';
import { openDatabase } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';

/** The month after the last. */
const end = Temporal.PlainDate.from('2026-01-01');
/** An evening of the last month: the moment as of which reports are asked for. */
export const present = Temporal.Instant.from('2025-12-31T20:00:00Z');

/** @param report told after each month. */
export async function fill(
  url: string,
  given: { readonly people: number; readonly sessions: number; readonly months: number },
  report: (month: string) => void = () => undefined,
): Promise<void> {
  const { months } = given;
  const database = await openDatabase({ url, dataDir: '' });
  await migrate(database.queries);
  await database.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // The keys of what is written here are right by construction, and looking each up would take most of the time.
    await client.query(`set session_replication_role = replica; set work_mem = '64MB'; set synchronous_commit = off`);
    await client.query(people, [given.people]);
    // Known before the first month, so that all months of all tables are drawn by one plan, in one order.
    await client.query('analyze users');
    const perMonth = given.sessions / given.people / months;
    for (let left = months; left > 0; left -= 1) {
      const month = end.subtract({ months: left });
      await client.query('select setseed($1::float8)', [1 / left]);
      const [first, next] = [month.toString(), month.add({ months: 1 }).toString()];
      await client.query(`select ensure_month_partition('sessions', $1::date)`, [first]);
      // What only this program wrote, and can write again, need not be safe from a crash.
      await client.query(`alter table sessions_${first.slice(0, 7).replace('-', '_')} set unlogged`);
      await client.query(sessionsOfMonth, [first, next, perMonth, given.people]);
      report(first.slice(0, 7));
    }
    await client.query('vacuum (analyze) sessions');
    await client.query('vacuum (analyze) users');
    await client.query('vacuum (analyze) activities');
    await client.query('vacuum (analyze) trackers');
  } finally {
    await client.end();
  }
}

/** Everybody lives in Moscow and has five activities. */
const people = `
  with made as (
    insert into users (telegram_id, first_name, time_zone, session_zones)
    select 5000000000 + n, 'Аня', 'Europe/Moscow', array['Europe/Moscow'] from generate_series(1, $1::int) n
    returning id
  ), tracked as (
    insert into trackers (user_id) select id from made
  )
  insert into activities (user_id, name, name_key)
  select id, 'Дело ' || n, 'дело ' || n from made, generate_series(1, 5) n order by id, n`;

/**
 * A month is cut into equal slots, about as many as anybody has sessions in it; each begins one somewhere in the first
 * half of a slot and takes up to two hours of the second. Rows lie in the order in which they began, as in life.
 * A fifth of the sessions has a pause. The first activities are done more often than the last.
 */
const sessionsOfMonth = `
  with slots as (
    select u.id as user_id, s.slot,
      extract(epoch from ($2::timestamptz - $1::timestamptz)) / ceil($3::float8) as width
    from users u, generate_series(0, ceil($3::float8)::int - 1) as s(slot)
    where random() < $3::float8 / ceil($3::float8)
  ), drawn as (
    select user_id, $1::timestamptz + make_interval(secs => floor(width * (slot + random() * 0.5))) as started_at,
      60 + floor(random() * least(7000, width * 0.4))::int as lasted, random() < 0.2 as pauses,
      1 + floor(5 * power(random(), 2))::int as place
    from slots
  ), timed as (
    select *, started_at + make_interval(secs => lasted) as finished_at,
      case when pauses then lasted / 4 else 0 end as paused
    from drawn
  )
  insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
  select
    (lpad(to_hex((extract(epoch from started_at) * 1000)::bigint), 12, '0') || '7'
      || substr(md5(user_id::text || started_at::text), 1, 3) || '8' || substr(md5(started_at::text || user_id::text), 1, 15))::uuid,
    user_id, (user_id - 1) * 5 + place, started_at, finished_at, lasted - paused,
    case when paused = 0 then tstzmultirange(tstzrange(started_at, finished_at))
    else tstzmultirange(
      tstzrange(started_at, started_at + make_interval(secs => paused)),
      tstzrange(started_at + make_interval(secs => 2 * paused), finished_at)) end,
    'Europe/Moscow'
  from timed
  where user_id <= $4::int
  order by started_at`;
