import { sql } from 'kysely';
import type { Desk } from '../platform/database/batch.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import type { Row } from '../platform/database/tables.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import { LANGUAGES, type Language } from '../texts/language.ts';
import type { Defaults, Person, Preferences, Sender } from './person.ts';

/** A person's id; `is_new` for who was met just now. */
interface Enrolled {
  readonly id: UserId;
  readonly telegram_id: TelegramId;
  readonly is_new: boolean;
}

/**
 * The ids of these people, made for whom nobody knew, each with a tracker.
 *
 * Rows are inserted in the order of Telegram's ids, so that two processes meeting the same newcomers wait for
 * each other instead of deadlocking.
 */
export async function enrol(
  session: Session,
  senders: readonly Sender[],
): Promise<{ ids: Map<TelegramId, UserId>; newcomers: Set<UserId> }> {
  const sorted = senders.toSorted((a, b) => a.telegramId - b.telegramId);
  const telegramIds = sorted.map((sender) => sender.telegramId);
  const [rows] = await session.send(sql<Enrolled>`
    with given as (
      select * from unnest(
        ${telegramIds}::bigint[], ${sorted.map((sender) => sender.username)}::text[],
        ${sorted.map((sender) => sender.firstName)}::text[], ${sorted.map((sender) => spoken(sender))}::text[]
      ) as g(telegram_id, username, first_name, language)
    ), made as (
      insert into users (telegram_id, username, first_name, language)
      select * from given where telegram_id not in (select telegram_id from users where telegram_id = any(${telegramIds}::bigint[]))
      order by telegram_id
      on conflict (telegram_id) do nothing
      returning id, telegram_id
    ), tracked as (
      insert into trackers (user_id) select id from made
    )
    select id, telegram_id, true as is_new from made
    union all
    select id, telegram_id, false from users where telegram_id = any(${telegramIds}::bigint[])`);
  const ids = new Map(rows.map((row) => [row.telegram_id, row.id]));
  const newcomers = new Set(rows.filter((row) => row.is_new).map((row) => row.id));
  if (ids.size < telegramIds.length) {
    // Another process was first with some of them, and committed while this one waited.
    const [others] = await session.send(sql<{ id: UserId; telegram_id: TelegramId }>`
      select id, telegram_id from users where telegram_id = any(${telegramIds}::bigint[])`);
    for (const row of others) ids.set(row.telegram_id, row.id);
  }
  return { ids, newcomers };
}

export function readPeople(ids: readonly UserId[]): Statement<Row<'users'>> {
  return sql`
    select id, telegram_id, username, first_name, language, time_zone, week_start, day_start, session_zones, blocked_at,
      hinted_at
    from users where id = any(${ids}::bigint[])`;
}

export function toPerson(row: Row<'users'>, defaults: Defaults): Person {
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
  readonly #names: { id: UserId; firstName: string; username: string | null }[] = [];
  readonly #preferences: { id: UserId; change: Preferences }[] = [];
  readonly #zones: { id: UserId; zone: string }[] = [];
  readonly #hinted: { id: UserId; at: Temporal.Instant }[] = [];
  readonly #blocked: { id: UserId; at: Temporal.Instant | null }[] = [];

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

  statements(): readonly Statement[] {
    const statements: Statement[] = [];
    const [hinted, names, zones, blocked] = [this.#hinted, this.#names, this.#zones, this.#blocked];
    if (hinted.length > 0)
      statements.push(sql`
        update users u set hinted_at = c.at
        from unnest(${hinted.map((c) => c.id)}::bigint[], ${hinted.map((c) => c.at)}::timestamptz[]) c(id, at)
        where u.id = c.id`);
    if (names.length > 0)
      statements.push(sql`
        update users u set first_name = c.first_name, username = c.username
        from unnest(${names.map((c) => c.id)}::bigint[], ${names.map((c) => c.firstName)}::text[],
          ${names.map((c) => c.username)}::text[]) c(id, first_name, username)
        where u.id = c.id`);
    for (const { id, change } of this.#preferences)
      statements.push(sql`
        update users set
          language = coalesce(${change.language ?? null}::text, language),
          time_zone = coalesce(${change.timeZone ?? null}::text, time_zone),
          week_start = coalesce(${change.weekStart ?? null}::smallint, week_start),
          day_start = coalesce(${change.dayStart ?? null}::smallint, day_start)
        where id = ${id}::bigint`);
    if (zones.length > 0)
      statements.push(sql`
        update users u set session_zones = array_append(u.session_zones, c.zone)
        from unnest(${zones.map((c) => c.id)}::bigint[], ${zones.map((c) => c.zone)}::text[]) c(id, zone)
        where u.id = c.id and not c.zone = any(u.session_zones)`);
    if (blocked.length > 0)
      statements.push(sql`
        update users u set blocked_at = c.at
        from unnest(${blocked.map((c) => c.id)}::bigint[], ${blocked.map((c) => c.at)}::timestamptz[]) c(id, at)
        where u.id = c.id`);
    return statements;
  }
}

export const peopleDesk = (): PeopleDesk => new PeopleDesk();
