/** Every statement of the peer, prepared once a connection under its name. */
import type { Pool, PoolClient, QueryResultRow } from 'pg';

const statements = {
  greet: `
    insert into users (telegram_id, username, first_name, language) values ($1, $2, $3, $4)
    on conflict (telegram_id) do update set username = excluded.username, first_name = excluded.first_name
    returning id, time_zone`,
  addActivities: `
    insert into activities (user_id, name) select $1, name from unnest($2::text[]) as name
    on conflict do nothing`,
  user: `select id, time_zone from users where telegram_id = $1`,
  lockUser: `select id, time_zone from users where telegram_id = $1 for update`,
  activities: `
    select id, name from activities where user_id = $1 order by last_started_at desc nulls last, id limit 6`,
  running: `
    select s.id, s.started_at, a.name from sessions s join activities a on a.id = s.activity_id
    where s.user_id = $1 and s.finished_at is null`,
  startSession: `
    insert into sessions (user_id, activity_id, started_at)
    select user_id, id, now() from activities where id = $2 and user_id = $1
    on conflict (user_id) where finished_at is null do nothing
    returning id, started_at`,
  touchActivity: `update activities set last_started_at = now() where id = $1 returning name`,
  finishSession: `
    update sessions set finished_at = now(), duration = floor(extract(epoch from now() - started_at))
    where id = $2 and user_id = $1 and finished_at is null
    returning activity_id, started_at, finished_at, duration`,
  logEvent: `insert into session_events_log (session_id, event_type, payload) values ($1, $2, $3)`,
  count: `insert into statistics (event, user_id, handler) values ($1, $2, $3)`,
  // What lies outside the day is cut off, so that a session over midnight counts in both.
  perActivity: `
    select a.id, a.name, count(*)::int as sessions,
      sum(floor(extract(epoch from
        least(coalesce(s.finished_at, now()), d.until) - greatest(s.started_at, d.since))))::int as seconds
    from (select
        date_trunc('day', now(), $2) + make_interval(days => $3) as since,
        date_trunc('day', now(), $2) + make_interval(days => $3 + 1) as until) d
    join sessions s on s.user_id = $1 and s.started_at < d.until and s.started_at > d.since - interval '2 days'
      and coalesce(s.finished_at, now()) > d.since
    join activities a on a.id = s.activity_id
    group by a.id order by seconds desc, a.id`,
} as const;

export type StatementName = keyof typeof statements;

/** Runs a statement; on a pool, as a transaction of its own. */
export async function run<Row extends QueryResultRow>(
  on: Pool | PoolClient,
  name: StatementName,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await on.query<Row>({ name, text: statements[name], values: [...values] });
  return result.rows;
}

export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
