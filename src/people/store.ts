import { sql } from 'kysely';
import type { Desk } from '../platform/database/batch.ts';
import type { Queries, Transaction } from '../platform/database/database.ts';
import type { Row } from '../platform/database/tables.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import { LANGUAGES, type Language } from '../texts/language.ts';
import type { Defaults, Person, Preferences, Sender } from './person.ts';

/**
 * The ids of these people, made for whom nobody knew, each with a tracker.
 *
 * Rows are inserted in the order of Telegram's ids, so that two processes meeting the same newcomers wait for
 * each other instead of deadlocking.
 */
export async function enrol(
  transaction: Transaction,
  senders: readonly Sender[],
): Promise<{ ids: Map<TelegramId, UserId>; newcomers: Set<UserId> }> {
  const sorted = senders.toSorted((a, b) => a.telegramId - b.telegramId);
  const telegramIds = sorted.map((sender) => sender.telegramId);
  const known = await sql<{ id: UserId; telegram_id: TelegramId }>`
    select id, telegram_id from users where telegram_id = any(${telegramIds}::bigint[])`.execute(transaction);
  const ids = new Map(known.rows.map((row) => [row.telegram_id, row.id]));
  const newcomers = new Set<UserId>();
  const missing = sorted.filter((sender) => !ids.has(sender.telegramId));
  if (missing.length === 0) return { ids, newcomers };

  const made = await sql<{ id: UserId; telegram_id: TelegramId }>`
    insert into users (telegram_id, username, first_name, language)
    select * from unnest(
      ${missing.map((sender) => sender.telegramId)}::bigint[], ${missing.map((sender) => sender.username)}::text[],
      ${missing.map((sender) => sender.firstName)}::text[], ${missing.map((sender) => spoken(sender))}::text[])
    on conflict (telegram_id) do nothing
    returning id, telegram_id`.execute(transaction);
  for (const row of made.rows) {
    ids.set(row.telegram_id, row.id);
    newcomers.add(row.id);
  }
  await sql`insert into trackers (user_id) select unnest(${[...newcomers]}::bigint[])`.execute(transaction);
  if (ids.size === senders.length) return { ids, newcomers };

  // Another process was first with some of them.
  const others = await sql<{ id: UserId; telegram_id: TelegramId }>`
    select id, telegram_id from users where telegram_id = any(${telegramIds}::bigint[])`.execute(transaction);
  for (const row of others.rows) ids.set(row.telegram_id, row.id);
  return { ids, newcomers };
}

export async function readPeople(
  queries: Queries,
  ids: readonly UserId[],
  defaults: Defaults,
): Promise<Map<UserId, Person>> {
  const { rows } = await sql<Row<'users'>>`
    select id, telegram_id, username, first_name, language, time_zone, week_start, day_start, session_zones, blocked_at,
      hinted_at
    from users where id = any(${ids}::bigint[])`.execute(queries);
  return new Map(rows.map((row) => [row.id, toPerson(row, defaults)]));
}

function toPerson(row: Row<'users'>, defaults: Defaults): Person {
  return {
    id: row.id,
    telegramId: row.telegram_id,
    firstName: row.first_name,
    username: row.username,
    language: known(row.language) ?? defaults.language,
    timeZone: row.time_zone ?? defaults.timeZone,
    weekStart: row.week_start,
    dayStart: row.day_start,
    sessionZones: row.session_zones,
    isBlocked: row.blocked_at !== null,
    hintedAt: row.hinted_at,
  };
}

function spoken(sender: Sender): Language | null {
  return known(sender.languageCode?.slice(0, 2).toLowerCase() ?? null);
}

function known(code: string | null): Language | null {
  return LANGUAGES.find((language) => language === code) ?? null;
}

/** Changes to people in a batch. */
export class PeopleDesk implements Desk {
  readonly #transaction: Transaction;
  readonly #names: { id: UserId; firstName: string; username: string | null }[] = [];
  readonly #preferences: { id: UserId; change: Preferences }[] = [];
  readonly #zones: { id: UserId; zone: string }[] = [];
  readonly #hinted: { id: UserId; at: Temporal.Instant }[] = [];
  readonly #blocked: { id: UserId; at: Temporal.Instant | null }[] = [];

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  rename(id: UserId, names: { firstName: string; username: string | null }): void {
    this.#names.push({ id, ...names });
  }

  prefer(id: UserId, change: Preferences): void {
    this.#preferences.push({ id, change });
  }

  /** Remembers that sessions of theirs are counted in this zone too. */
  addZone(id: UserId, zone: string): void {
    this.#zones.push({ id, zone });
  }

  /** @param at since when they have blocked the bot; null when they let it in again. */
  setBlocked(id: UserId, at: Temporal.Instant | null): void {
    this.#blocked.push({ id, at });
  }

  /** Remembers that they were told what the bot can do. */
  setHinted(id: UserId, at: Temporal.Instant): void {
    this.#hinted.push({ id, at });
  }

  async flush(): Promise<void> {
    if (this.#hinted.length > 0)
      await sql`update users u set hinted_at = c.at
        from unnest(${this.#hinted.map((c) => c.id)}::bigint[], ${this.#hinted.map((c) => c.at)}::timestamptz[]) c(id, at)
        where u.id = c.id`.execute(this.#transaction);
    if (this.#names.length > 0)
      await sql`update users u set first_name = c.first_name, username = c.username
        from unnest(${this.#names.map((c) => c.id)}::bigint[], ${this.#names.map((c) => c.firstName)}::text[],
          ${this.#names.map((c) => c.username)}::text[]) c(id, first_name, username)
        where u.id = c.id`.execute(this.#transaction);
    for (const { id, change } of this.#preferences)
      await this.#transaction
        .updateTable('users')
        .set({
          ...(change.language === undefined ? {} : { language: change.language }),
          ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
          ...(change.weekStart === undefined ? {} : { week_start: change.weekStart }),
          ...(change.dayStart === undefined ? {} : { day_start: change.dayStart }),
        })
        .where('id', '=', id)
        .execute();
    if (this.#zones.length > 0)
      await sql`update users u set session_zones = array_append(u.session_zones, c.zone)
        from unnest(${this.#zones.map((c) => c.id)}::bigint[], ${this.#zones.map((c) => c.zone)}::text[]) c(id, zone)
        where u.id = c.id and not c.zone = any(u.session_zones)`.execute(this.#transaction);
    if (this.#blocked.length > 0)
      await sql`update users u set blocked_at = c.at
        from unnest(${this.#blocked.map((c) => c.id)}::bigint[], ${this.#blocked.map((c) => c.at)}::timestamptz[]) c(id, at)
        where u.id = c.id`.execute(this.#transaction);
  }
}

export const peopleDesk = (transaction: Transaction): PeopleDesk => new PeopleDesk(transaction);
