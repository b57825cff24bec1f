/** Thirteen months of what ten thousand people did with a bot, written straight into the tables. */
import { Client } from 'pg';

/** The moment as of which figures are asked for: an evening, in the middle of an hour. */
export const present = Temporal.Instant.from('2025-12-31T19:37:00Z');
const days = 395;
const end = Temporal.PlainDate.from('2026-01-01');

/**
 * @param given interactions of a person on a day, and screens of the bot.
 * @param report told after each day.
 */
export async function fill(
  url: string,
  given: { readonly people: number; readonly interactions: number; readonly screens: number },
  report: (day: string) => void,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // The keys of what is written here are right by construction; what can be written again need not be safe.
    await client.query(`set session_replication_role = replica; set work_mem = '64MB'; set synchronous_commit = off`);
    const first = end.subtract({ days });
    await client.query(people, [given.people, first.toString(), days]);
    for (let month = first.with({ day: 1 }); month.until(end).sign > 0; month = month.add({ months: 1 })) {
      for (const table of ['statistics', 'sessions']) {
        await client.query('select ensure_month_partition($1, $2::date)', [table, month.toString()]);
        const name = `${table}_${month.toString().slice(0, 7).replace('-', '_')}`;
        await client.query(`alter table ${name} set unlogged`);
      }
    }
    for (let day = first; day.until(end).sign > 0; day = day.add({ days: 1 })) {
      await client.query(interactionsOfDay, [day.toString(), given.interactions, given.screens, present.toString()]);
      await client.query(sessionsOfDay, [day.toString(), present.toString()]);
      report(day.toString());
    }
    await client.query('vacuum (analyze) statistics');
    await client.query('vacuum (analyze) sessions');
    await client.query('analyze users');
  } finally {
    await client.end();
  }
}

/** Two fifths are there from the beginning, the others come evenly. */
const people = `
  insert into users (telegram_id, first_name, time_zone, created_at)
  select 5000000000 + n, 'Аня', 'Europe/Moscow',
    $2::date + interval '6 hours' + $3::int * greatest(0, n - 0.4 * $1::int) / (0.6 * $1::int) * interval '1 day'
  from generate_series(1, $1::int) n`;

/**
 * Everybody comes on nineteen of twenty days and does about as much each day, three or two things a visit. From a screen
 * lead four others; the first of a visit is one of three. Some things fail.
 */
const interactionsOfDay = `
  with did as (
    select u.id, n, (n - 1) / 3 as visit, (n - 1) % 3 as step,
      chance(u.id, $1::date, 100 + (n - 1) / 3) as begun, chance(u.id, $1::date, 200 + n) as gap, chance(u.id, $1::date, 300 + n) as luck,
      floor(3 * chance(u.id, $1::date, 400 + (n - 1) / 3))::int as root,
      floor(4 * power(chance(u.id, $1::date, 500 + (n - 1) / 3), 1.7))::int as second,
      floor(4 * power(chance(u.id, $1::date, 600 + (n - 1) / 3), 1.7))::int as third
    from users u, generate_series(1, $2::int) n
    where u.created_at < $1::date + interval '1 day' and chance(u.id, $1::date, 1) < 0.95
  ), shown as (
    select *, case step when 0 then root when 1 then (root * 4 + 3 + second) % $3::int
      else ((root * 4 + 3 + second) * 4 + 3 + third) % $3::int end as screen,
      $1::date + interval '1 second' * floor(3600 * (4 + 18 * begun) + 14 * step + 9 * gap) + interval '1 ms' * n as at
    from did)
  insert into statistics (event, user_id, timestamp, handler, outcome, source, config_version)
  select case when screen = 0 then 'start' when step = 0 then 'command' when luck < 0.3 then 'text' else 'button_click' end,
    id, at, case when luck > 0.99 then null else 'screen ' || screen end,
    case when luck > 0.99 then 'unknown' when luck > 0.985 then 'already_running' else 'done' end,
    case when screen = 0 and luck < 0.05 then 'ad ' || id % 40 end, 1 + extract(month from at)::int
  from shown where at < $4::timestamptz order by at`;

/** One session a day of everybody, and five of each of the last days, of which sums are made from rows. */
const sessionsOfDay = `
  insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
  select gen_random_uuid(), u.id, u.id, at, at + interval '40 minutes', 2400,
    tstzmultirange(tstzrange(at, at + interval '40 minutes')), 'Europe/Moscow'
  from users u, generate_series(1, case when $1::date > date '2025-12-28' then 5 else 1 end) n,
    lateral (select $1::date + interval '1 second' * floor(3600 * (5 + 3 * n * chance(u.id, $1::date, 700 + n))) as at) begun
  where u.created_at < $1::date + interval '1 day' and at < $2::timestamptz - interval '40 minutes'
  order by at`;

/** Numbers from 0 to below 1 that are the same on every run. */
export const chanceFunction = `
  create or replace function chance(person bigint, day date, salt int) returns float8 language sql immutable parallel safe
  return ((hashint8extended(person * 1000 + salt, (day - date '2000-01-01')::bigint) & 1048575)::float8 / 1048576)`;
