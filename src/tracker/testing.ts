import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { enrol } from '../people/store.ts';
import type { Database } from '../platform/database/database.ts';
import { isTelegramId, type ActivityId, type UserId } from '../platform/ids.ts';
import type { TimeDependencies } from './change-time.ts';

/** A clock that a test moves. */
export class TestClock {
  #now: Temporal.Instant;

  constructor(now: string) {
    this.#now = Temporal.Instant.from(now);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  /** Moves it on by so many minutes. */
  pass(minutes: number): void {
    this.#now = this.#now.add({ minutes });
  }
}

export function timeDependencies(database: Database, clock: TestClock): TimeDependencies {
  return { database, clock, defaults: { language: 'ru', timeZone: 'Europe/Moscow' }, retentionYears: 5 };
}

/** Somebody new with two activities. */
export function newPerson(database: Database): Promise<{ id: UserId; activities: readonly [ActivityId, ActivityId] }> {
  return database.transact(async (session) => {
    const telegramId = randomInt(1_000_000_000, 9_000_000_000);
    if (!isTelegramId(telegramId)) throw new Error('a whole number');
    const sender = { telegramId, firstName: 'Аня', username: null, languageCode: 'ru' };
    const [id] = (await enrol(session, [sender])).newcomers;
    if (id === undefined) throw new Error('not enrolled');
    const statement = sql<{ id: ActivityId }>`
      insert into activities (user_id, name, name_key)
      select ${id}::bigint, name, lower(name) from unnest(array['Чтение', 'Работа']) with ordinality as n(name, place)
      order by place returning id`;
    const conclude = (rows: readonly { id: ActivityId }[]) => {
      const [first, second] = rows.map((row) => row.id);
      if (first === undefined || second === undefined) throw new Error('no activities');
      return { id, activities: [first, second] as const };
    };
    return { before: [], statement, conclude };
  });
}
