import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
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

/** Somebody who may be met for the first time. */
export interface Newcomer extends Sender {
  /** Whether they shut the bot out at this moment: who is not known, or was erased, is not met by that. */
  readonly isLeaving?: boolean;
}

/**
 * The ids of these people, made for whom nobody knew, each with a tracker; nobody's for strangers who leave.
 *
 * Rows are inserted in the order of Telegram's ids, so that two processes meeting the same newcomers wait for
 * each other instead of deadlocking.
 */
export async function enrol(
  session: Session,
  senders: readonly Newcomer[],
): Promise<{ ids: Map<TelegramId, UserId>; newcomers: Set<UserId> }> {
  const sorted = senders.toSorted((a, b) => a.telegramId - b.telegramId);
  const telegramIds = sorted.map((sender) => sender.telegramId);
  const [rows] = await session.send(sql<Enrolled>`
    with given as (
      select * from unnest(
        ${telegramIds}::bigint[], ${sorted.map((sender) => sender.username)}::text[],
        ${sorted.map((sender) => sender.firstName)}::text[], ${sorted.map((sender) => spoken(sender))}::text[],
        ${sorted.map(({ isLeaving }) => isLeaving === true)}::boolean[]
      ) as g(telegram_id, username, first_name, language, is_leaving)
    ), made as (
      insert into users (telegram_id, username, first_name, language)
      select telegram_id, username, first_name, language from given
      where not is_leaving
        and telegram_id not in (select telegram_id from users where telegram_id = any(${telegramIds}::bigint[]))
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

/** What `toPerson` needs, of `users u`. */
export const personColumns = sql`u.telegram_id, u.username, u.first_name, u.language, u.time_zone, u.week_start,
  u.day_start, u.session_zones, u.blocked_at, u.hinted_at, u.erasing_at`;

export type PersonRow = Omit<Row<'users'>, 'id' | 'created_at'>;

export function toPerson(id: UserId, row: PersonRow, defaults: Defaults): Person {
  return {
    id,
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
    isErasing: row.erasing_at !== null,
  };
}

function spoken(sender: Sender): Language | null {
  return known(sender.languageCode?.slice(0, 2).toLowerCase() ?? null);
}

function known(code: string | null): Language | null {
  return LANGUAGES.find((language) => language === code) ?? null;
}

/** What a turn changes of a person; each part overrides an earlier one. */
interface Change {
  readonly preferences?: Preferences;
  readonly names?: { readonly firstName: string; readonly username: string | null };
  readonly zone?: string;
  /** Null: they let the bot in again. */
  readonly blockedAt?: Temporal.Instant | null;
  readonly hintedAt?: Temporal.Instant;
  readonly isErasing?: true;
}

/** Changes to people in a batch. */
export class PeopleDesk implements Desk {
  readonly #changes = new Map<UserId, Change>();

  rename(id: UserId, names: { firstName: string; username: string | null }): void {
    this.#change(id, { names });
  }

  prefer(id: UserId, preferences: Preferences): void {
    this.#change(id, { preferences: { ...this.#changes.get(id)?.preferences, ...preferences } });
  }

  /** Remembers that sessions of theirs are counted in this zone too. */
  addZone(id: UserId, zone: string): void {
    this.#change(id, { zone });
  }

  /** @param at since when they have blocked the bot; null when they let it in again. */
  setBlocked(id: UserId, at: Temporal.Instant | null): void {
    this.#change(id, { blockedAt: at });
  }

  /** Remembers that they were told what the bot can do. */
  setHinted(id: UserId, at: Temporal.Instant): void {
    this.#change(id, { hintedAt: at });
  }

  /** From this commit on nothing is done for them but to erase them. */
  erase(id: UserId): void {
    this.#change(id, { isErasing: true });
  }

  #change(id: UserId, change: Change): void {
    this.#changes.set(id, { ...this.#changes.get(id), ...change });
  }

  writes(): readonly Write[] {
    const changes = [...this.#changes];
    if (changes.length === 0) return [];
    const each = <T>(pick: (change: Change) => T) => changes.map(([, change]) => pick(change));
    return [
      {
        name: 'changed_people',
        sql: sql`
          update users u set
            first_name = case when c.is_named then c.first_name else u.first_name end,
            username = case when c.is_named then c.username else u.username end,
            language = coalesce(c.language, u.language),
            time_zone = coalesce(c.time_zone, u.time_zone),
            week_start = coalesce(c.week_start, u.week_start),
            day_start = coalesce(c.day_start, u.day_start),
            session_zones = case when c.zone is null or c.zone = any(u.session_zones)
              then u.session_zones else array_append(u.session_zones, c.zone) end,
            blocked_at = case when c.is_blocking then c.blocked_at else u.blocked_at end,
            hinted_at = coalesce(c.hinted_at, u.hinted_at),
            erasing_at = case when c.is_erasing then coalesce(u.erasing_at, now()) else u.erasing_at end
          from unnest(
            ${changes.map(([id]) => id)}::bigint[], ${each(({ names }) => names !== undefined)}::boolean[],
            ${each(({ names }) => names?.firstName ?? null)}::text[], ${each(({ names }) => names?.username ?? null)}::text[],
            ${each(({ preferences }) => preferences?.language ?? null)}::text[],
            ${each(({ preferences }) => preferences?.timeZone ?? null)}::text[],
            ${each(({ preferences }) => preferences?.weekStart ?? null)}::smallint[],
            ${each(({ preferences }) => preferences?.dayStart ?? null)}::smallint[],
            ${each(({ zone }) => zone ?? null)}::text[], ${each(({ blockedAt }) => blockedAt !== undefined)}::boolean[],
            ${each(({ blockedAt }) => blockedAt ?? null)}::timestamptz[],
            ${each(({ hintedAt }) => hintedAt ?? null)}::timestamptz[],
            ${each(({ isErasing }) => isErasing === true)}::boolean[]
          ) c(id, is_named, first_name, username, language, time_zone, week_start, day_start, zone, is_blocking,
            blocked_at, hinted_at, is_erasing)
          where u.id = c.id`,
      },
    ];
  }
}

export const peopleDesk = (): PeopleDesk => new PeopleDesk();
