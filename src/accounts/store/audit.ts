import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';

export type AuditRow = Row<'audit_log'>;

/** `before` and `after` are JSON texts. */
export type NewAuditRow = Omit<AuditRow, 'id' | 'at' | 'before' | 'after'> & {
  readonly before: string | null;
  readonly after: string | null;
};

/** In this order, in one statement. */
export async function insertAudit(queries: Queries, rows: readonly NewAuditRow[]): Promise<void> {
  const each = <T>(pick: (row: NewAuditRow) => T): T[] => rows.map((row) => pick(row));
  await sql`
    insert into audit_log (actor_kind, actor_id, actor_name, admin_id, action, subject, before, after)
    select * from unnest(
      ${each((row) => row.actor_kind)}::text[], ${each((row) => row.actor_id)}::bigint[],
      ${each((row) => row.actor_name)}::text[], ${each((row) => row.admin_id)}::bigint[],
      ${each((row) => row.action)}::text[], ${each((row) => row.subject)}::text[],
      ${each((row) => row.before)}::jsonb[], ${each((row) => row.after)}::jsonb[])`.execute(queries);
}

export interface AuditFilter {
  readonly adminId: number | null;
  /** `handler.update`, or `handler.` for all that begin so. */
  readonly action: string | null;
  /** `handler/12`, or `handler/` for all that begin so. */
  readonly subject: string | null;
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

/** The newest first, from before one of them. */
export async function listAudit(
  queries: Queries,
  filter: AuditFilter,
  page: { before: number | null; count: number },
): Promise<AuditRow[]> {
  const { adminId, action, subject, from, to } = filter;
  const conditions = [
    adminId === null ? null : sql`admin_id = ${adminId}::bigint`,
    action === null ? null : matches('action', action, '.'),
    subject === null ? null : matches('subject', subject, '/'),
    from === null ? null : sql`at >= ${from}::timestamptz`,
    to === null ? null : sql`at < ${to}::timestamptz`,
    page.before === null ? null : sql`id < ${page.before}::bigint`,
  ].filter((condition) => condition !== null);
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const { rows } = await sql<AuditRow>`
    select * from audit_log ${where} order by id desc limit ${page.count}::int`.execute(queries);
  return rows;
}

function matches(column: 'action' | 'subject', value: string, end: string) {
  return value.endsWith(end) ? sql`starts_with(${sql.ref(column)}, ${value})` : sql`${sql.ref(column)} = ${value}`;
}
