import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';
import type { EntryContent, EntryKind } from '../rules/draft.ts';

/** Something that was done to the draft. */
export interface DraftChange {
  /** `header` for what belongs to no entry. */
  readonly kind: EntryKind | 'header';
  readonly id: string;
  readonly name: string;
  readonly change: Row<'draft_changes'>['change'];
  /** The entry as it was; null for a new one. */
  readonly before: EntryContent | null;
}

export interface NotedChange extends DraftChange {
  readonly revision: number;
  readonly author: string | null;
  readonly at: Temporal.Instant;
  /** As it was left by this change; null where it is gone. */
  readonly after: EntryContent | null;
}

/** Revisions whose changes are kept: enough for whoever left an editor open over lunch. */
const keptRevisions = 2_000;

/** Notes what one revision of the draft did. */
export async function noteChanges(
  transaction: Queries,
  revision: number,
  author: string | null,
  changes: readonly DraftChange[],
): Promise<void> {
  await sql`
    insert into draft_changes (revision, kind, id, change, before, name, author)
    select ${revision}::bigint, kind, id, change, before, name, ${author}
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as c(kind text, id text, change text, before jsonb, name text)`.execute(transaction);
  await sql`delete from draft_changes where revision < ${revision - keptRevisions}::bigint`.execute(transaction);
}

/** What was done after a revision of the draft, to all of it or to one entry, the first change first. */
export async function readChangesSince(
  queries: Queries,
  revision: number,
  { entry, limit }: { readonly entry?: { readonly kind: EntryKind; readonly id: string }; readonly limit: number },
): Promise<NotedChange[]> {
  const { rows } = await sql<NotedChange>`
    with since as (
      select kind, id, name, change, before, revision, author, at,
        lead(before) over (partition by kind, id order by revision) as next_before
      from draft_changes
      where revision > ${revision}::bigint
        and (${entry === undefined}::boolean or (kind = ${entry?.kind ?? ''} and id = ${entry?.id ?? ''}))
    )
    select s.kind, s.id, s.name, s.change, s.before, s.revision, s.author, s.at,
      case when s.change <> 'removed' then coalesce(s.next_before, e.content, c.draft_header) end as after
    from since s
      left join draft_entries e on e.kind = s.kind and e.id = s.id
      left join configuration c on s.kind = 'header'
    order by s.revision, s.kind, s.id limit ${limit}::int`.execute(queries);
  return rows;
}

/** Who changed an entry last. */
export interface LastChange {
  readonly kind: DraftChange['kind'];
  readonly id: string;
  readonly author: string | null;
  readonly at: Temporal.Instant;
}

/** Of each entry that was changed after a revision of the draft the latest change, the newest first. */
export async function readLastChanges(
  queries: Queries,
  revision: number,
  { limit }: { readonly limit: number },
): Promise<LastChange[]> {
  const { rows } = await sql<LastChange>`
    with latest as (
      select distinct on (kind, id) kind, id, author, at, revision
      from draft_changes where revision > ${revision}::bigint
      order by kind, id, revision desc
    )
    select kind, id, author, at from latest order by revision desc, kind, id limit ${limit}::int`.execute(queries);
  return rows;
}
