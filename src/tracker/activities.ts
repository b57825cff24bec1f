import DataLoader from 'dataloader';
import type { Batch, Desk, Write } from '../platform/database/batch.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import type { Soon } from '../platform/soon.ts';
import { trackerDesk } from './store.ts';

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

interface Added {
  readonly id: ActivityId;
  readonly userId: UserId;
  readonly name: ActivityName;
}

type Change = Partial<{ name: ActivityName; isArchived: boolean; isDeleted: true }>;

/** Reads and changes activities in a batch. */
export class ActivitiesDesk implements Desk {
  readonly #session: Session;
  readonly #touch: (userId: UserId) => void;
  readonly #known = new Map<UserId, readonly Activity[]>();
  // Opened when they are needed: most groups of one person need neither.
  #lists: DataLoader<UserId, readonly Activity[]> | undefined;
  #ids: DataLoader<symbol, ActivityId> | undefined;
  readonly #added: Added[] = [];
  readonly #changes: { id: ActivityId; userId: UserId; change: Change; at: Temporal.Instant }[] = [];

  /** @param touch is told whose activities are changed. */
  constructor(session: Session, touch: (userId: UserId) => void) {
    this.#session = session;
    this.#touch = touch;
  }

  /** Takes what was read of this person's behind the lock, so that it need not be asked for. */
  load(userId: UserId, rows: readonly ActivityRow[]): void {
    this.#known.set(userId, rows.map(toActivity));
  }

  /** All that a person has, archived ones included, the most recently started first. */
  of(userId: UserId): Soon<readonly Activity[]> {
    return this.#known.get(userId) ?? this.#ask(userId);
  }

  async #ask(userId: UserId): Promise<readonly Activity[]> {
    this.#lists ??= new DataLoader((ids) => readLists(this.#session, ids));
    const all = await this.#lists.load(userId);
    this.#known.set(userId, all);
    return all;
  }

  /** An id for an activity to be added. */
  nextId(): Promise<ActivityId> {
    this.#ids ??= new DataLoader((wanted) => takeIds(this.#session, wanted.length), { cache: false });
    return this.#ids.load(Symbol('activity'));
  }

  add(userId: UserId, id: ActivityId, name: ActivityName): void {
    this.#added.push({ userId, id, name });
    this.#touch(userId);
  }

  change(userId: UserId, id: ActivityId, change: Change, at: Temporal.Instant): void {
    this.#changes.push({ userId, id, change, at });
    this.#touch(userId);
  }

  writes(): readonly Write[] {
    const additions = this.#added.length > 0 ? [{ name: 'new_activities', sql: insertActivities(this.#added) }] : [];
    const changes = this.#changes.map(({ id, userId, change, at }, place) => {
      const { name, isArchived, isDeleted } = change;
      const changed = sql`
        update activities set
          name = coalesce(${name?.name ?? null}::text, name),
          name_key = coalesce(${name?.key ?? null}::text, name_key),
          archived_at = case ${isArchived ?? null}::boolean
            when true then ${at}::timestamptz when false then null else archived_at end,
          deleted_at = case when ${isDeleted ?? false}::boolean then ${at}::timestamptz else deleted_at end
        where id = ${id}::bigint and user_id = ${userId}::bigint`;
      return { name: `changed_activity_${place}`, sql: changed };
    });
    return [...additions, ...changes];
  }
}

function insertActivities(added: readonly Added[]): Statement {
  return sql`
    insert into activities (id, user_id, name, name_key) overriding system value
    select * from unnest(${added.map((a) => a.id)}::bigint[], ${added.map((a) => a.userId)}::bigint[],
      ${added.map((a) => a.name.name)}::text[], ${added.map((a) => a.name.key)}::text[])`;
}

export const activitiesDesk = (session: Session, batch: Batch): ActivitiesDesk =>
  new ActivitiesDesk(session, (userId) => batch.use(trackerDesk).touch(userId));

/** Gives newcomers their first activities, the first in the list first among those never started. */
export function addReadyMade(rows: readonly { readonly userId: UserId; readonly name: ActivityName }[]): Statement {
  return sql`insert into activities (user_id, name, name_key)
    select user_id, name, name_key
    from unnest(${rows.map((row) => row.userId)}::bigint[], ${rows.map((row) => row.name.name)}::text[],
      ${rows.map((row) => row.name.key)}::text[]) with ordinality as given(user_id, name, name_key, place)
    order by place`;
}

export interface ActivityRow {
  readonly id: ActivityId;
  readonly user_id: UserId;
  readonly name: string;
  readonly name_key: string;
  readonly is_archived: boolean;
}

/** All that these people have, as `ActivitiesDesk.load` takes it. */
export function readActivities(ids: readonly UserId[]): Statement<ActivityRow> {
  return sql`
    select id, user_id, name, name_key, archived_at is not null as is_archived
    from activities where user_id = any(${ids}::bigint[]) and deleted_at is null
    order by user_id, last_started_at desc nulls last, id`;
}

function toActivity({ id, name, name_key: nameKey, is_archived: isArchived }: ActivityRow): Activity {
  return { id, name, nameKey, isArchived };
}

async function readLists(session: Session, ids: readonly UserId[]): Promise<Activity[][]> {
  const [rows] = await session.send(readActivities(ids));
  const lists = new Map(ids.map((id): [UserId, Activity[]] => [id, []]));
  for (const row of rows) lists.get(row.user_id)?.push(toActivity(row));
  return ids.map((id) => lists.get(id) ?? []);
}

async function takeIds(session: Session, count: number): Promise<ActivityId[]> {
  const [rows] = await session.send(sql<{ id: ActivityId }>`
    select nextval(pg_get_serial_sequence('activities', 'id')) as id from generate_series(1, ${count}::int)`);
  return rows.map((row) => row.id);
}
