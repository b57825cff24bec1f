import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import type { Defaults, Person } from './person.ts';
import { personColumns, toPerson, type PersonRow } from './store.ts';

/** A person as administrators see them. */
export interface KnownPerson extends Person {
  readonly blockedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

export interface PeopleQuestion {
  readonly telegramId?: TelegramId | undefined;
  /** The user's own @name, without regard to case. */
  readonly username?: string | undefined;
  /** The last person of the page before. */
  readonly after: UserId | null;
  readonly limit: number;
}

type KnownRow = PersonRow & { readonly id: UserId; readonly created_at: Temporal.Instant };

const columns = sql`u.id, ${personColumns}, u.created_at`;

export async function findPerson(queries: Queries, defaults: Defaults, id: UserId): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownRow>`select ${columns} from users u where u.id = ${id}::bigint`.execute(queries);
  return rows[0] ? toKnown(rows[0], defaults) : null;
}

/** People, who came last first. */
export async function listPeople(
  queries: Queries,
  defaults: Defaults,
  question: PeopleQuestion,
): Promise<KnownPerson[]> {
  const { telegramId, username, after, limit } = question;
  const conditions = [
    ...(telegramId === undefined ? [] : [sql`u.telegram_id = ${telegramId}::bigint`]),
    ...(username === undefined ? [] : [sql`lower(u.username) = lower(${username}::text)`]),
    ...(after === null ? [] : [sql`u.id < ${after}::bigint`]),
  ];
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } = await sql<KnownRow>`
    select ${columns} from users u where ${where} order by u.id desc limit ${limit}::int`.execute(queries);
  return rows.map((row) => toKnown(row, defaults));
}

function toKnown(row: KnownRow, defaults: Defaults): KnownPerson {
  return { ...toPerson(row.id, row, defaults), blockedAt: row.blocked_at, createdAt: row.created_at };
}
