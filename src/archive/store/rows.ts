import { sql } from 'kysely';
import type { Database, Queries } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { UserId } from '../../platform/ids.ts';
import { partitionOf, type ArchivedTable, type RunPlace } from '../rules/layout.ts';
import type { RowsFingerprint } from '../rules/row-sum.ts';

type Place = Omit<RunPlace, 'run'>;

/** A row as the archive keeps it, and where the next page goes on behind it. */
export interface ArchivedRow {
  readonly user_id: UserId | null;
  readonly at: string;
  readonly id: string;
  /** As `row_to_json` writes it. */
  readonly line: string;
}

/** What each table is read in the order of, behind the person. */
const orders: Readonly<Record<ArchivedTable, { readonly moment: string; readonly idType: string }>> = {
  sessions: { moment: 'started_at', idType: 'uuid' },
  session_events_log: { moment: 'at', idType: 'bigint' },
  statistics: { moment: 'timestamp', idType: 'bigint' },
};

/** Rows read at once, and written back at once: what the archive needs of memory. */
export const pageSize = 2_000;

/** A month's rows are spelt the same whatever the connection is set to; reading a page of them takes its time. */
const whileReading = sql`
  select set_config('timezone', 'UTC', true), set_config('statement_timeout', '2min', true)`;

/** What reads a whole partition is better off without an index. */
const whileSumming = sql`
  select set_config('timezone', 'UTC', true), set_config('statement_timeout', '10min', true),
    set_config('enable_seqscan', 'on', true)`;

/**
 * A month's rows in pages: those of one person after another, and nobody's at the end. Each page is a statement of its
 * own, so that nothing is held while the store takes its time.
 */
export async function* readRows(
  database: Database,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<readonly ArchivedRow[]> {
  for (const whose of ['persons', 'nobodys'] as const) {
    let after: ArchivedRow | null = null;
    for (;;) {
      signal.throwIfAborted();
      const rows: readonly ArchivedRow[] = await inTransaction(database, whileReading, selectPage(place, whose, after));
      if (rows.length > 0) yield rows;
      after = rows.at(-1) ?? null;
      if (rows.length < pageSize) break;
    }
  }
}

/** By the index on person and moment: `sessions_by_user`, `statistics_by_user`, and that of `indexByPerson`. */
function selectPage(place: Place, whose: 'persons' | 'nobodys', after: ArchivedRow | null): Statement<ArchivedRow> {
  const { moment, idType } = orders[place.table];
  const [at, type] = [sql.ref(`t.${moment}`), sql.raw(idType)];
  const isTheirs = whose === 'persons' ? sql`t.user_id is not null` : sql`t.user_id is null`;
  const isBehind =
    after === null
      ? sql``
      : after.user_id === null
        ? sql`and (${at}, t.id) > (${after.at}::timestamptz, ${after.id}::${type})`
        : sql`and (t.user_id, ${at}, t.id) > (${after.user_id}::bigint, ${after.at}::timestamptz, ${after.id}::${type})`;
  return sql`
    select t.user_id, ${at}::text as at, t.id::text as id, row_to_json(t)::text as line
    from ${sql.table(partitionOf(place))} t
    where ${isTheirs} ${isBehind}
    order by t.user_id, ${at}, t.id limit ${pageSize}::int`;
}

/** The log is kept in the order of sessions; its rows of one person are found by an index that goes with the month. */
export async function indexByPerson(queries: Queries, place: Place): Promise<void> {
  if (place.table !== 'session_events_log') return;
  const partition = partitionOf(place);
  await queries.transaction().execute(async (transaction) => {
    await sql`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '10min', true)`.execute(
      transaction,
    );
    await sql`
      create index if not exists ${sql.id(`${partition}_by_person`)} on ${sql.table(partition)} (user_id, at, id)`.execute(
      transaction,
    );
  });
}

/**
 * Tells the versions of rows `t`: where each lies, and which transaction wrote it there. No change leaves both as they
 * were while vacuum is kept away, and to look at them costs little.
 *
 * The age of what wrote them would not do. Beside a transaction that goes on for long, of whichever database, nobody
 * can say which of the younger ones were seen; and whoever is two thousand million transactions old seems young.
 */
export const markOfVersions = sql<string>`
  coalesce(bit_xor(hashtidextended(t.ctid, t.xmin::text::bigint)), 0)::text`;

/** What a month's rows add up to, and the mark of the versions that were added up. */
export interface SummedRows extends RowsFingerprint {
  readonly versions: string;
}

/** What a month's rows add up to now, for `RowSum`. */
export const sumRows = (place: Place): Statement<SummedRows> => sql`
  select count(*) as rows, coalesce(sum(('x' || left(md5(row_to_json(t)::text), 16))::bit(64)::bigint), 0)::text as digest,
    ${markOfVersions} as versions
  from ${sql.table(partitionOf(place))} t`;

/** Sets a transaction for `sumRows`. */
export const prepareSumming = (queries: Queries): Promise<unknown> => whileSumming.execute(queries);

/** The table's columns, as the manifest lists them. */
export async function readColumns(queries: Queries, table: ArchivedTable): Promise<{ name: string; type: string }[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(queries);
  return rows;
}

/**
 * Puts rows back; those that are there already stay as they are. Columns that are newer than the archive get their
 * defaults. What belongs to an activity or a person that is no more is left out.
 *
 * @returns how many rows are new.
 */
export async function restoreRows(
  queries: Queries,
  table: ArchivedTable,
  columns: readonly string[],
  lines: readonly string[],
): Promise<number> {
  const names = sql.join(columns.map((column) => sql.id(column)));
  const isWanted =
    table === 'sessions'
      ? sql`where exists (select from users u where u.id = r.user_id)
          and exists (select from activities a where a.id = r.activity_id)`
      : sql``;
  const { rows } = await sql<{ restored: number }>`
    with new as (
      insert into ${sql.table(table)} (${names}) overriding system value
      select ${names} from json_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::json) r
      ${isWanted}
      on conflict do nothing
      returning 1)
    select count(*)::int as restored from new`.execute(queries);
  return rows[0]?.restored ?? 0;
}

function inTransaction<R>(database: Database, before: Statement, statement: Statement<R>): Promise<readonly R[]> {
  return database.transact(async () => ({ before: [before], statement, conclude: (rows: readonly R[]) => rows }));
}
