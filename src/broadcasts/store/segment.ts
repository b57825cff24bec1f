import { sql } from 'kysely';
import { wasPresentSince } from '../../interactions/store/present-since.ts';
import type { PeopleKind } from '../../interactions/store/roll-up-people.ts';
import type { Statement } from '../../platform/database/session.ts';
import { nameKey } from '../../tracker/rules/names.ts';
import type { Condition, Segment } from '../schema.ts';

/** By what conditions are looked at. */
export interface SegmentContext {
  readonly defaultLanguage: string;
  readonly now: Temporal.Instant;
  /** How far figures are rolled up, in seconds since 1970: interactions, and sessions by when they began. */
  readonly rolledUp: { readonly [kind in PeopleKind]: number };
  /** The table that `u` is of: `users`, or a part of it. */
  readonly among: Statement;
}

/** Who of `users u` a broadcast is for; never who has blocked the bot or is being erased. */
export function recipientsOf(segment: Segment, context: SegmentContext): Statement {
  const conditions = segment.map((condition) => matches(condition, context));
  return sql.join([sql`u.blocked_at is null`, sql`u.erasing_at is null`, ...conditions], sql` and `);
}

/** How many people that is: everybody of the context's table is looked at. */
export function countRecipients(segment: Segment, context: SegmentContext): Statement<{ people: number }> {
  return sql`select count(*)::int as people from ${context.among} u where ${recipientsOf(segment, context)}`;
}

function matches(condition: Condition, context: SegmentContext): Statement {
  const { defaultLanguage, now, rolledUp } = context;
  switch (condition.kind) {
    case 'language':
      return sql`coalesce(u.language, ${defaultLanguage}) = ${condition.is}`;
    case 'activity':
      // By activities_name.
      return either(
        condition.has,
        sql`exists (
          select from activities a
          where a.user_id = u.id and a.name_key = ${nameKey(condition.name)} and a.deleted_at is null)`,
      );
    case 'tracked':
      // What still runs is in the tracker alone.
      return either(
        condition.has,
        sql`(
          ${presentSince('tracked', now.subtract({ hours: 24 * condition.days }), context)}
          or exists (select from trackers t where t.user_id = u.id and t.state <> 'idle'))`,
      );
    case 'seen':
      return sql.join(
        [
          sql`true`,
          ...(condition.after === undefined ? [] : [seenSince(condition.after, context)]),
          ...(condition.before === undefined ? [] : [sql`not ${seenSince(condition.before, context)}`]),
        ],
        sql` and `,
      );
    case 'registered':
      return sql.join(
        [
          sql`true`,
          ...(condition.after === undefined ? [] : [sql`u.created_at >= ${instantOf(condition.after)}::timestamptz`]),
          ...(condition.before === undefined ? [] : [sql`u.created_at < ${instantOf(condition.before)}::timestamptz`]),
        ],
        sql` and `,
      );
    case 'variable': {
      // A text, a number, yes or no: compared as the person who wrote the condition reads it.
      const kept = sql`lower(v.value #>> '{}')`;
      const wanted = sql`lower(${condition.value}::text)`;
      const compared =
        condition.compare === 'equals' ? sql`${kept} = ${wanted}` : sql`position(${wanted} in ${kept}) > 0`;
      return sql`exists (
        select from user_variables v where v.user_id = u.id and v.name = ${condition.name} and ${compared})`;
    }
    case 'source':
      // Read once for all people, which costs less than a look for each; the last hours by statistics_by_time.
      return sql`u.id in (
        select user_id from statistics_arrivals where source = ${condition.is}
        union all
        select user_id from statistics
        where source = ${condition.is} and user_id is not null
          and timestamp >= to_timestamp(${rolledUp.active}::float8))`;
    default:
      return condition satisfies never;
  }
}

function seenSince(moment: string, context: SegmentContext): Statement {
  return presentSince('active', Temporal.Instant.from(instantOf(moment)), context);
}

function presentSince(kind: PeopleKind, moment: Temporal.Instant, { rolledUp, among }: SegmentContext): Statement {
  const from = moment.epochMilliseconds / 1_000;
  return wasPresentSince({ kind, from, until: rolledUp[kind], among }, sql`u.id`);
}

const firstYear = Temporal.Instant.from('0001-01-01T00:00:00Z');

/** As the database can read it: it knows no year 0 and no offset of over sixteen hours, which RFC 3339 has both. */
function instantOf(moment: string): string {
  const instant = Temporal.Instant.from(moment);
  return (Temporal.Instant.compare(instant, firstYear) < 0 ? firstYear : instant).toString();
}

function either(isWanted: boolean, condition: Statement): Statement {
  return isWanted ? condition : sql`not ${condition}`;
}
