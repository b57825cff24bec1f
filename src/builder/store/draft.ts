import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { DraftEntry, DraftHeader, EntryKind } from '../rules/draft.ts';

export interface DraftState {
  /** What runs. */
  readonly version: number;
  /** Of the draft; grows with every change. */
  readonly revision: number;
  /** The draft's when it was last the same as what runs. */
  readonly publishedRevision: number;
  readonly header: DraftHeader;
}

export interface Draft extends DraftState {
  /** Each kind in its order. */
  readonly entries: readonly DraftEntry[];
}

interface StateRow {
  version: number;
  draft_revision: number;
  published_revision: number;
  draft_header: DraftHeader;
}

const stateColumns = sql`c.version, c.draft_revision, c.published_revision, c.draft_header`;

/** Waits for whoever else changes the draft or publishes, and keeps the next one waiting. Null before the first version. */
export async function lockDraft(transaction: Queries): Promise<DraftState | null> {
  const { rows } = await sql<StateRow>`select ${stateColumns} from configuration c for update`.execute(transaction);
  return rows[0] === undefined ? null : toState(rows[0]);
}

export async function readDraftState(queries: Queries): Promise<DraftState | null> {
  const { rows } = await sql<StateRow>`select ${stateColumns} from configuration c`.execute(queries);
  return rows[0] === undefined ? null : toState(rows[0]);
}

/** The draft as it is at one moment. Null before the first version. */
export async function readDraft(queries: Queries): Promise<Draft | null> {
  // One statement sees one moment, whatever others commit meanwhile.
  const { rows } = await sql<StateRow & { entries: DraftEntry[] }>`
    select ${stateColumns}, coalesce((
      select json_agg(json_build_object('kind', kind, 'id', id, 'position', position, 'content', content,
        'revision', revision) order by kind, position, id)
      from draft_entries), '[]') as entries
    from configuration c`.execute(queries);
  const [row] = rows;
  return row === undefined ? null : { ...toState(row), entries: row.entries };
}

export async function readEntry(queries: Queries, kind: EntryKind, id: string): Promise<DraftEntry | null> {
  const { rows } = await sql<DraftEntry>`
    select kind, id, position, content, revision from draft_entries where kind = ${kind} and id = ${id}
  `.execute(queries);
  return rows[0] ?? null;
}

/** A page of one kind, in its order. @param after the last entry of the page before. */
export async function listEntries(
  queries: Queries,
  kind: EntryKind,
  { after, limit }: { readonly after: { position: number; id: string } | null; readonly limit: number },
): Promise<DraftEntry[]> {
  const { rows } = await sql<DraftEntry>`
    select kind, id, position, content, revision from draft_entries
    where kind = ${kind}
      and (${after === null}::boolean or (position, id) > (${after?.position ?? 0}::int, ${after?.id ?? ''}))
    order by kind, position, id limit ${limit}::int`.execute(queries);
  return rows;
}

/** The callback that has this data. */
export async function findCallbackByData(queries: Queries, data: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from draft_entries where kind = 'callback' and content ->> 'callback_data' = ${data} limit 1
  `.execute(queries);
  return rows[0]?.id ?? null;
}

/** The callbacks that belong to a handler. */
export async function listCallbacksOf(queries: Queries, handlerId: string): Promise<DraftEntry[]> {
  const { rows } = await sql<DraftEntry>`
    select kind, id, position, content, revision from draft_entries
    where kind = 'callback' and content ->> 'handler_id' = ${handlerId}`.execute(queries);
  return rows;
}

/** How many entries of a kind there are. */
export async function countEntries(queries: Queries, kind: EntryKind): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from draft_entries where kind = ${kind}`.execute(queries);
  return rows[0]?.count ?? 0;
}

/** New ids, unlike any that there are. */
export async function takeEntryIds(transaction: Queries, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select nextval('configuration_entry_id')::text as id from generate_series(1, ${count}::int)`.execute(transaction);
  return rows.map(({ id }) => id);
}

/** The places on both sides of an entry among its kind: of its neighbour before and after it, where there is one. */
export async function readNeighbours(
  transaction: Queries,
  kind: EntryKind,
  { position, id }: { readonly position: number; readonly id: string },
): Promise<{ readonly before: number | null; readonly after: number | null }> {
  const { rows } = await sql<{ before: number | null; after: number | null }>`
    select
      (select position from draft_entries where kind = ${kind} and (position, id) < (${position}::int, ${id})
        order by kind desc, position desc, id desc limit 1) as before,
      (select position from draft_entries where kind = ${kind} and (position, id) > (${position}::int, ${id})
        order by kind, position, id limit 1) as after`.execute(transaction);
  return rows[0] ?? { before: null, after: null };
}

/** The first and the last place of a kind. */
export async function readEnds(
  transaction: Queries,
  kind: EntryKind,
): Promise<{ readonly first: number | null; readonly last: number | null }> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(position) as first, max(position) as last from draft_entries where kind = ${kind}`.execute(transaction);
  return rows[0] ?? { first: null, last: null };
}

/** Puts all of a kind at equal distances again, in their order. */
export async function spreadEntries(transaction: Queries, kind: EntryKind, gap: number): Promise<void> {
  await sql`
    update draft_entries e set position = placed.place
    from (select id, ${gap}::int * row_number() over (order by position, id) as place
      from draft_entries where kind = ${kind}) placed
    where e.kind = ${kind} and e.id = placed.id and e.position <> placed.place`.execute(transaction);
}

/** Takes entries away and writes others. */
export async function writeEntries(
  transaction: Queries,
  changes: {
    readonly written: readonly DraftEntry[];
    readonly removed: readonly { readonly kind: EntryKind; readonly id: string }[];
  },
): Promise<void> {
  const { written, removed } = changes;
  if (removed.length > 0)
    await sql`
      delete from draft_entries e using unnest(${removed.map(({ kind }) => kind)}::text[],
        ${removed.map(({ id }) => id)}::text[]) as gone(kind, id)
      where e.kind = gone.kind and e.id = gone.id`.execute(transaction);
  if (written.length > 0)
    await sql`
      insert into draft_entries (kind, id, position, content, revision)
      select kind, id, position, content, revision
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
        as w(kind text, id text, position integer, content jsonb, revision bigint)
      on conflict (kind, id) do update
        set position = excluded.position, content = excluded.content, revision = excluded.revision`.execute(
      transaction,
    );
}

export async function writeDraftState(
  transaction: Queries,
  { revision, header }: Pick<DraftState, 'revision' | 'header'>,
): Promise<void> {
  await sql`
    update configuration set draft_revision = ${revision}::bigint, draft_header = ${JSON.stringify(header)}::jsonb
  `.execute(transaction);
}

/** The draft is the same as what runs again. */
export async function markAsPublished(transaction: Queries): Promise<void> {
  await sql`update configuration set published_revision = draft_revision`.execute(transaction);
}

/** Writes the row that there is one of; nothing has been published then. */
export async function beginDraft(transaction: Queries, header: DraftHeader): Promise<DraftState> {
  await sql`
    insert into configuration (version, draft_revision, published_revision, draft_header)
    values (0, 0, 0, ${JSON.stringify(header)}::jsonb)`.execute(transaction);
  return { version: 0, revision: 0, publishedRevision: 0, header };
}

function toState(row: StateRow): DraftState {
  const { version, draft_revision: revision, published_revision: publishedRevision, draft_header: header } = row;
  return { version, revision, publishedRevision, header };
}
