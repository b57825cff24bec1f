import { sql, type RawBuilder } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import type { Defaults, Person } from './person.ts';
import { personColumns, toPerson, type PersonRow } from './store.ts';

/** A person as administrators see them. */
export interface KnownPerson extends Person {
  readonly blockedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  /** Everything about them is being erased. */
  readonly isErasing: boolean;
}

export interface PeopleQuestion {
  readonly telegramId?: TelegramId | undefined;
  /** The user's own @name, without regard to case. */
  readonly username?: string | undefined;
  /** An id, of ours or of Telegram, or a part of the name or the @name, without regard to case. */
  readonly words?: string | undefined;
  /** The last person of the page before. */
  readonly after: UserId | null;
  readonly limit: number;
}

type KnownRow = PersonRow & {
  readonly id: UserId;
  readonly created_at: Temporal.Instant;
  readonly is_erasing: boolean;
};

const columns = sql`u.id, ${personColumns}, u.created_at, u.erasing_at is not null as is_erasing`;

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
  const { telegramId, username, words, after, limit } = question;
  const conditions = [
    ...(telegramId === undefined ? [] : [sql`u.telegram_id = ${telegramId}::bigint`]),
    ...(username === undefined ? [] : [sql`lower(u.username) = lower(${username}::text)`]),
    ...(words === undefined ? [] : [matching(words)]),
    ...(after === null ? [] : [sql`u.id < ${after}::bigint`]),
  ];
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } = await sql<KnownRow>`
    select ${columns} from users u where ${where} order by u.id desc limit ${limit}::int`.execute(queries);
  return rows.map((row) => toKnown(row, defaults));
}

/**
 * People these words may mean. A part of a name is looked for in everybody, from the newest on: a hundred thousand take
 * 0.1 s, and no index that the embedded database has would help.
 */
function matching(words: string): RawBuilder<unknown> {
  if (/^\d{1,15}$/.test(words)) return sql`(u.id = ${words}::bigint or u.telegram_id = ${words}::bigint)`;
  const part = `%${words.replace(/^@/, '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`(u.username ilike ${part}::text or u.first_name ilike ${part}::text)`;
}

function toKnown(row: KnownRow, defaults: Defaults): KnownPerson {
  return {
    ...toPerson(row.id, row, defaults),
    blockedAt: row.blocked_at,
    createdAt: row.created_at,
    isErasing: row.is_erasing,
  };
}
