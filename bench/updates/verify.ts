/**
 * Whether a bot's database holds exactly what its people did: nothing lost, doubled or reordered. It reads only what
 * the specification names (D1), so the same statements serve both bots.
 */
import { Client } from 'pg';
import { duration } from './peer/answers.ts';
import type { Departure } from './orders.ts';

interface Row {
  readonly telegram_id: string;
  readonly sessions: number;
  readonly finished: number;
  readonly seconds: number;
  readonly overlaps: number;
  readonly statistics: number;
}

const perPerson = `
  select u.telegram_id::text, s.sessions, s.finished, s.seconds, s.overlaps, t.statistics
  from users u
  cross join lateral (
    select count(*)::int as sessions, count(finished_at)::int as finished,
      coalesce(sum(duration), 0)::int as seconds,
      count(*) filter (where started_at < before)::int as overlaps
    from (
      select started_at, finished_at, duration,
        lag(coalesce(finished_at, 'infinity')) over (order by started_at, finished_at) as before
      from sessions where user_id = u.id
    ) one
  ) s
  cross join lateral (select count(*)::int as statistics from statistics where user_id = u.id) t`;

/** @returns what is wrong, in words; nothing where all is right. */
export async function verifyDatabase(url: string, departure: Departure): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let rows: Row[];
  try {
    ({ rows } = await client.query<Row>(perPerson));
  } finally {
    await client.end();
  }
  const known = new Map(rows.map((row) => [Number(row.telegram_id), row]));
  const wrong = departure.people.flatMap((person) => {
    const row = known.get(person.id);
    if (row === undefined) return [`person ${person.id} is not in the database`];
    const compare = (what: string, is: number | string, should: number | string) =>
      is === should ? [] : [`person ${person.id}: ${what} ${is} where ${should} would be right`];
    return [
      ...compare('sessions', row.sessions, person.starts),
      ...compare('finished sessions', row.finished, person.finishes),
      ...compare('sessions that begin before the one before ended', row.overlaps, 0),
      ...compare('rows of statistics', row.statistics, person.updates),
      // What the last finish said must be what the sessions add up to.
      ...(person.total === '' ? [] : compare('seconds in all', duration(row.seconds), person.total)),
    ];
  });
  if (rows.length !== departure.people.length) {
    wrong.push(`${rows.length} users where ${departure.people.length} would be right`);
  }
  return wrong;
}
