import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { firstDayOf } from '../rules/months.ts';
import type { ArchivedTable, RunPlace } from '../rules/layout.ts';
import type { RowsFingerprint } from '../rules/row-sum.ts';

export type RunState = 'writing' | 'written' | 'verified' | 'dropped' | 'restored';

/** A row of `archive_months`. */
export interface Run extends RunPlace {
  readonly state: RunState;
  /** What seals the rows that belong to nobody. */
  readonly keyId: string;
  readonly key: Uint8Array;
  /** What was written; null while it is being written. */
  readonly written: WrittenRun | null;
  readonly restoredUntil: Temporal.Instant | null;
}

export interface WrittenRun extends RowsFingerprint {
  readonly manifestKey: string;
  /** In hexadecimal. */
  readonly manifestSha256: string;
  /** In the object store. */
  readonly bytes: number;
}

interface Row {
  run: string;
  table_name: ArchivedTable;
  month: Temporal.PlainDate;
  state: RunState;
  key_id: string;
  key: Uint8Array;
  manifest_key: string | null;
  manifest_sha256: string | null;
  row_count: number | null;
  digest: string | null;
  bytes: number | null;
  restored_until: Temporal.Instant | null;
}

const columns = sql`run, table_name, month, state, key_id, key, manifest_key, manifest_sha256, row_count, digest, bytes,
  restored_until`;

function toRun(row: Row): Run {
  const { run, table_name: table, state, key_id: keyId, key, restored_until: restoredUntil } = row;
  const place = { run, table, month: row.month.toPlainYearMonth(), state, keyId, key, restoredUntil };
  const { manifest_key: manifest, manifest_sha256: sha256, row_count: rows, digest, bytes } = row;
  if (manifest === null || sha256 === null || rows === null || digest === null || bytes === null)
    return { ...place, written: null };
  return { ...place, written: { manifestKey: manifest, manifestSha256: sha256, rows, digest, bytes } };
}

/** Every run, or those of a month or a table; the oldest first. */
export async function readRuns(
  queries: Queries,
  {
    month,
    table,
  }: { readonly month?: Temporal.PlainYearMonth | undefined; readonly table?: ArchivedTable | undefined },
): Promise<readonly Run[]> {
  const { rows } = await sql<Row>`
    select ${columns} from archive_months
    where month = coalesce(${month ? firstDayOf(month) : null}::date, month)
      and table_name = coalesce(${table ?? null}, table_name)
    order by month, table_name, started_at`.execute(queries);
  return rows.map(toRun);
}

export async function insertRun(
  queries: Queries,
  run: Omit<Run, 'written' | 'state' | 'restoredUntil'>,
): Promise<void> {
  await sql`
    insert into archive_months (run, table_name, month, key_id, key)
    values (${run.run}::uuid, ${run.table}, ${firstDayOf(run.month)}::date, ${run.keyId}::uuid, ${run.key}::bytea)`.execute(
    queries,
  );
}

/** @throws where somebody else has given the run up meanwhile. */
export async function markWritten(queries: Queries, { run }: RunPlace, written: WrittenRun): Promise<void> {
  const { rows } = await sql`
    update archive_months set state = 'written', manifest_key = ${written.manifestKey},
      manifest_sha256 = ${written.manifestSha256}, row_count = ${written.rows}::bigint, digest = ${written.digest},
      bytes = ${written.bytes}::bigint
    where run = ${run}::uuid and state = 'writing' returning run`.execute(queries);
  requireRun(rows);
}

/** @throws where somebody else has given the run up meanwhile. */
export async function markVerified(queries: Queries, { run }: RunPlace): Promise<void> {
  const { rows } = await sql`
    update archive_months set state = 'verified', verified_at = clock_timestamp()
    where run = ${run}::uuid and state in ('written', 'verified') returning run`.execute(queries);
  requireRun(rows);
}

/** Within the transaction that drops the month: it is this run's, and that of the ones that brought it back before. */
export async function markDropped(queries: Queries, { run, table, month }: RunPlace): Promise<void> {
  await sql`
    update archive_months set state = 'dropped', dropped_at = clock_timestamp(), restored_until = null
    where table_name = ${table} and month = ${firstDayOf(month)}::date
      and (run = ${run}::uuid or state = 'restored')`.execute(queries);
}

/** A month's rows are back from now on, or on their way, and stay until then. */
export async function markRestored(queries: Queries, { run }: RunPlace, until: Temporal.Instant): Promise<void> {
  await sql`
    update archive_months set state = 'restored', restored_until = ${until}::timestamptz
    where run = ${run}::uuid and state in ('dropped', 'restored')`.execute(queries);
}

export async function deleteRun(queries: Queries, { run }: RunPlace): Promise<void> {
  await sql`
    delete from archive_months where run = ${run}::uuid and state in ('writing', 'written', 'verified')`.execute(
    queries,
  );
}

/** Holds the run's row. @returns whether the run may still end in its month's being dropped. */
export async function holdForDrop(queries: Queries, { run }: RunPlace): Promise<boolean> {
  const { rows } = await sql`
    select from archive_months where run = ${run}::uuid and state in ('verified', 'restored') for update`.execute(
    queries,
  );
  return rows.length > 0;
}

function requireRun(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new Error('the run was given up by another process');
}
