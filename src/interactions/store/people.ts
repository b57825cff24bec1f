import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { cover, type Piece } from '../rules/cover.ts';
import { membershipEvent, peopleSpans } from '../rules/spans.ts';
import { bitsOf, chunkOf } from './bits.ts';
import { lastOf, openFrom, stepOf } from './counts.ts';
import type { PeopleKind } from './roll-up-people.ts';

export interface PeopleQuestion {
  /** As in `CountQuestion`. */
  readonly bounds: readonly number[];
  /** Seconds since 1970: what lies behind is read from rows. */
  readonly until: number;
}

export interface ActiveRow {
  /** Null: all steps together. */
  step: number | null;
  /** Different people. */
  people: number;
  /** Who came for the first time. */
  fresh: number;
  /** Of the active ones. */
  fresh_active: number;
}

/** Who was active in each step and in all, and who of them was new there. */
export function countActive(question: PeopleQuestion): Statement<ActiveRow> {
  return sql`
    with gathered as (
      select step, chunk, users as active, null::bit(2048) as fresh from (${activeBySteps(question)}) bits
      union all
      select step, chunk, null, users from (${newcomers(question)}) came
    ), whole as (
      select step, chunk, bit_or(active) as active, bit_or(fresh) as fresh
      from gathered group by grouping sets ((step, chunk), (chunk)))
    select step, coalesce(sum(bit_count(active)), 0)::bigint as people,
      coalesce(sum(bit_count(fresh)), 0)::bigint as fresh,
      coalesce(sum(bit_count(active & fresh)), 0)::bigint as fresh_active
    from whole group by step`;
}

/** One cell of the triangle: of those who came in a step, how many were active in a later one. */
export interface CohortRow {
  cohort: number;
  step: number;
  people: number;
}

/** Who came in each step, by the steps in which they were active from then on; a row without a step is all who came. */
export function countCohorts(question: PeopleQuestion): Statement<Omit<CohortRow, 'step'> & { step: number | null }> {
  return sql`
    with active as materialized (${activeBySteps(question)}), came as materialized (${newcomers(question)})
    select came.step as cohort, active.step, sum(bit_count(active.users & came.users))::bigint as people
    from came join active on active.chunk = came.chunk and active.step >= came.step
    group by came.step, active.step
    union all
    select step, null, sum(bit_count(users))::bigint from came group by step`;
}

/** Bits of those who were active, by `step` and `chunk`: longer spans where they fit, and rows for what is open. */
function activeBySteps({ bounds, until }: PeopleQuestion): Statement {
  return sql`
    select step, chunk, bit_or(users) as users
    from (
      ${rolledUpBits('active', cover(bounds, until, peopleSpans).pieces)}
      union all
      -- Whoever was there often is one bit.
      select step, ${chunkOf(sql`user_id`)}, ${bitsOf(sql`user_id`)}
      from (
        select distinct ${stepOf(sql`timestamp`, bounds)} as step, user_id from statistics
        where timestamp >= ${openFrom(bounds, until)} and timestamp < ${lastOf(bounds)}
          and user_id is not null and event <> ${membershipEvent}) there
      group by 1, 2
    ) present group by step, chunk`;
}

/** What is rolled up of those who were there, by `step`, `chunk` and `users`. */
export function rolledUpBits(kind: PeopleKind, pieces: readonly Piece[]): Statement {
  return sql`
    -- By the primary key for each piece: joined whole, years of bits are read to find some days of them.
    select piece.step, people.chunk, people.users
    from unnest(${pieces.map(({ step }) => step)}::int[], ${pieces.map(({ span }) => span)}::int[],
        ${pieces.map(({ at }) => at)}::bigint[]) as piece(step, span, at)
      cross join lateral (
        select chunk, users from statistics_people
        where kind = ${kind} and span = piece.span and at = to_timestamp(piece.at) offset 0) people`;
}

function newcomers({ bounds }: PeopleQuestion): Statement {
  return sql`
    select ${stepOf(sql`created_at`, bounds)} as step, ${chunkOf(sql`id`)} as chunk, ${bitsOf(sql`id`)} as users
    from users
    where created_at >= ${openFrom(bounds, 0)} and created_at < ${lastOf(bounds)} group by 1, 2`;
}

/** Everybody who ever came, and who of them keeps the bot out now. */
export const countKnown: Statement<{ known: number; blocked: number }> = sql`
  select count(*) as known, count(blocked_at) as blocked from users`;
