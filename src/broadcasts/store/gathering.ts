import { sql } from 'kysely';
import { forFigures } from '../../interactions/store/settings.ts';
import { readState, toState } from '../../interactions/store/state.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { UserId } from '../../platform/ids.ts';
import type { Segment } from '../schema.ts';
import { recipientsOf } from './segment.ts';

/** A broadcast whose recipients are not all written down yet. */
export interface Gathering {
  readonly id: number;
  readonly segment: Segment;
  readonly local_at: string | null;
  readonly gathered_to: number;
}

/** Whether there is any broadcast that is due or being sent; asked every second, by `broadcasts_under_way`. */
export async function isAnyUnderWay(queries: Queries): Promise<boolean> {
  const { rows } = await sql`
    select from broadcasts
    where state = 'sending' or (state = 'scheduled' and starts_at <= clock_timestamp()) limit 1`.execute(queries);
  return rows.length > 0;
}

/** Lets what was scheduled begin. */
export async function beginDue(queries: Queries): Promise<void> {
  await sql`
    update broadcasts set state = 'sending', started_at = clock_timestamp()
    where state = 'scheduled' and starts_at <= clock_timestamp()`.execute(queries);
}

/** Of those that are still gathered the one that is least far, so that a new one waits for no long one; null for none. */
export async function nextGathering(queries: Queries): Promise<Gathering | null> {
  const { rows } = await sql<Gathering>`
    select id, segment, to_char(local_at, 'YYYY-MM-DD"T"HH24:MI:SS') as local_at, gathered_to
    from broadcasts where state = 'sending' and not is_gathered
    order by gathered_to, id limit 1`.execute(queries);
  return rows[0] ?? null;
}

export interface Candidate {
  readonly id: UserId;
  readonly time_zone: string | null;
  /** Whether it is for them. */
  readonly is_meant: boolean;
}

/**
 * The next people, in the order of their ids, whoever it is for: to look for a thousand whom a rare condition leaves
 * would read everybody in one statement, which has no time for that.
 */
export async function readCandidates(
  queries: Queries,
  { segment, gathered_to: after }: Pick<Gathering, 'segment' | 'gathered_to'>,
  { limit, defaultLanguage, now }: { readonly limit: number; readonly defaultLanguage: string; now: Temporal.Instant },
): Promise<readonly Candidate[]> {
  return queries.transaction().execute(async (transaction) => {
    await forFigures.execute(transaction);
    const { rows: states } = await readState.execute(transaction);
    const { closedUntil, trackedUntil } = toState(states[0]);
    const rolledUp = {
      active: secondsOf(closedUntil),
      tracked: secondsOf(trackedUntil?.toZonedDateTime('UTC').toInstant() ?? null),
    };
    const context = { defaultLanguage, now, rolledUp, among: sql`next` };
    const { rows } = await sql<Candidate>`
      with next as materialized (
        select * from users where id > ${after}::bigint order by id limit ${limit}::int)
      select u.id, u.time_zone, coalesce(${recipientsOf(segment, context)}, false) as is_meant
      from next u order by u.id`.execute(transaction);
    return rows;
  });
}

function secondsOf(moment: Temporal.Instant | null): number {
  return (moment?.epochMilliseconds ?? 0) / 1_000;
}

/** Recipients to be written down together. */
export interface Page {
  readonly people: readonly { readonly id: UserId; readonly dueAt: Temporal.Instant }[];
  /** The last id that was looked at. */
  readonly to: number;
  /** Whether nobody comes after them. */
  readonly isLast: boolean;
}

/**
 * Writes recipients down and how far it is, in one statement: who dies in the middle has written nobody down, and who
 * was too slow writes nobody down a second time.
 */
export async function writePage(
  queries: Queries,
  { id, gathered_to: before }: Pick<Gathering, 'id' | 'gathered_to'>,
  { people, to, isLast }: Page,
): Promise<void> {
  await sql`
    with open as (
      select id from broadcasts
      where id = ${id}::bigint and state = 'sending' and gathered_to = ${before}::bigint and not is_gathered
      for update
    ), written as (
      insert into broadcast_recipients (broadcast_id, user_id, due_at)
      select open.id, p.id, p.due_at
      from open, unnest(${people.map((one) => one.id)}::bigint[], ${people.map((one) => one.dueAt)}::timestamptz[])
        as p(id, due_at)
      -- Who was erased meanwhile.
      where exists (select from users u where u.id = p.id)
      on conflict do nothing
      returning 1
    )
    update broadcasts b
    set gathered_to = ${to}::bigint, is_gathered = ${isLast}::boolean, total = total + (select count(*) from written)
    from open where b.id = open.id`.execute(queries);
}
