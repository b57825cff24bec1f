import { sql } from 'kysely';
import { forFigures } from '../../interactions/store/settings.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import { nameKey } from '../../tracker/rules/names.ts';
import type { Condition, Segment } from '../schema.ts';

/** Who of `users u` a broadcast is for; never who has blocked the bot or is being erased. */
export function recipientsOf(segment: Segment, defaultLanguage: string): Statement {
  const conditions = segment.map((condition) => matches(condition, defaultLanguage));
  return sql.join([sql`u.blocked_at is null`, sql`u.erasing_at is null`, ...conditions], sql` and `);
}

/**
 * How many people that is now, by the replica where there is one that follows. Everybody is looked at: with plans for
 * that it takes a fifth of the time.
 */
export async function countRecipients(
  { reads, replica, transact }: Pick<Database, 'reads' | 'replica' | 'transact'>,
  segment: Segment,
  defaultLanguage: string,
): Promise<number> {
  const counting = sql<{ people: number }>`
    select count(*)::int as people from users u where ${recipientsOf(segment, defaultLanguage)}`;
  const behind = replica?.over(reads);
  if (behind) return (await behind.send(forFigures, counting))[1][0]?.people ?? 0;
  return transact<number, { people: number }>(async () => ({
    before: [forFigures],
    statement: counting,
    conclude: (rows) => rows[0]?.people ?? 0,
  }));
}

function matches(condition: Condition, defaultLanguage: string): Statement {
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
      // By sessions_by_user, in the months since then; what still runs is in the tracker alone.
      return either(
        condition.has,
        sql`(
          exists (
            select from sessions s
            where s.user_id = u.id and s.started_at >= now() - ${condition.days}::int * interval '1 day')
          or exists (select from trackers t where t.user_id = u.id and t.state <> 'idle'))`,
      );
    case 'seen':
      return sql.join(
        [
          sql`true`,
          ...(condition.after === undefined ? [] : [sql`${seenSince(condition.after)}`]),
          ...(condition.before === undefined ? [] : [sql`not ${seenSince(condition.before)}`]),
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
      // Of the last hours, which are not rolled up yet, by statistics_by_user.
      return sql`(
        exists (select from statistics_arrivals a where a.user_id = u.id and a.source = ${condition.is})
        or exists (
          select from statistics i
          where i.user_id = u.id and i.source = ${condition.is}
            and i.timestamp >= coalesce((select closed_until from statistics_state), '-infinity')))`;
    default:
      return condition satisfies never;
  }
}

/** By statistics_by_user, in the months since then. */
function seenSince(moment: string): Statement {
  return sql`exists (select from statistics i where i.user_id = u.id and i.timestamp >= ${instantOf(moment)}::timestamptz)`;
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
