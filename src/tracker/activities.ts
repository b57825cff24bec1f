import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk } from '../platform/database/batch.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';

export interface Activity {
  readonly id: ActivityId;
  readonly name: string;
  readonly nameKey: string;
  readonly isArchived: boolean;
}

/** What an activity is called, and the same as names are compared. */
export interface ActivityName {
  readonly name: string;
  readonly key: string;
}

type Change = Partial<{ name: ActivityName; isArchived: boolean; isDeleted: true }>;

/** Reads and changes activities in a batch. */
export class ActivitiesDesk implements Desk {
  readonly #transaction: Transaction;
  readonly #lists: DataLoader<UserId, readonly Activity[]>;
  readonly #ids: DataLoader<symbol, ActivityId>;
  readonly #added: { id: ActivityId; userId: UserId; name: ActivityName }[] = [];
  readonly #changes: { id: ActivityId; userId: UserId; change: Change; at: Temporal.Instant }[] = [];

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
    this.#lists = new DataLoader((ids) => readLists(transaction, ids));
    this.#ids = new DataLoader((wanted) => takeIds(transaction, wanted.length), { cache: false });
  }

  /** All that a person has, archived ones included, the most recently started first. */
  of(userId: UserId): Promise<readonly Activity[]> {
    return this.#lists.load(userId);
  }

  /** An id for an activity to be added. */
  nextId(): Promise<ActivityId> {
    return this.#ids.load(Symbol('activity'));
  }

  add(userId: UserId, id: ActivityId, name: ActivityName): void {
    this.#added.push({ userId, id, name });
  }

  change(userId: UserId, id: ActivityId, change: Change, at: Temporal.Instant): void {
    this.#changes.push({ userId, id, change, at });
  }

  async flush(): Promise<void> {
    if (this.#added.length > 0)
      await sql`insert into activities (id, user_id, name, name_key) overriding system value
        select * from unnest(${this.#added.map((a) => a.id)}::bigint[], ${this.#added.map((a) => a.userId)}::bigint[],
          ${this.#added.map((a) => a.name.name)}::text[], ${this.#added.map((a) => a.name.key)}::text[])`.execute(
        this.#transaction,
      );
    for (const { id, userId, change, at } of this.#changes)
      await this.#transaction
        .updateTable('activities')
        .set({
          ...(change.name === undefined ? {} : { name: change.name.name, name_key: change.name.key }),
          ...(change.isArchived === undefined ? {} : { archived_at: change.isArchived ? at : null }),
          ...(change.isDeleted === undefined ? {} : { deleted_at: at }),
        })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .execute();
  }
}

export const activitiesDesk = (transaction: Transaction): ActivitiesDesk => new ActivitiesDesk(transaction);

/** Gives newcomers their first activities, the first in the list first among those never started. */
export async function addReadyMade(
  transaction: Transaction,
  rows: readonly { readonly userId: UserId; readonly name: ActivityName }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into activities (user_id, name, name_key)
    select user_id, name, name_key
    from unnest(${rows.map((row) => row.userId)}::bigint[], ${rows.map((row) => row.name.name)}::text[],
      ${rows.map((row) => row.name.key)}::text[]) with ordinality as given(user_id, name, name_key, place)
    order by place`.execute(transaction);
}

async function readLists(transaction: Transaction, ids: readonly UserId[]): Promise<Activity[][]> {
  const { rows } = await sql<{ id: ActivityId; user_id: UserId; name: string; name_key: string; is_archived: boolean }>`
    select id, user_id, name, name_key, archived_at is not null as is_archived
    from activities where user_id = any(${ids}::bigint[]) and deleted_at is null
    order by user_id, last_started_at desc nulls last, id`.execute(transaction);
  const lists = Map.groupBy(rows, (row) => row.user_id);
  return ids.map((id) =>
    (lists.get(id) ?? []).map((row) => ({
      id: row.id,
      name: row.name,
      nameKey: row.name_key,
      isArchived: row.is_archived,
    })),
  );
}

async function takeIds(transaction: Transaction, count: number): Promise<ActivityId[]> {
  const { rows } = await sql<{ id: ActivityId }>`
    select nextval(pg_get_serial_sequence('activities', 'id')) as id from generate_series(1, ${count}::int)`.execute(
    transaction,
  );
  return rows.map((row) => row.id);
}
