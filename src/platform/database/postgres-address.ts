export interface PostgresAddress {
  /** For `pg`. */
  readonly url: string;
  /** Whether a pooler stands there that gives each transaction a connection of its own. */
  readonly isPooled: boolean;
}

/**
 * Reads `DATABASE_URL`: PostgreSQL's own form, and of ours `pooler=transaction` for PgBouncer and the like.
 *
 * @returns null for anything else, also for a pooler of another kind: with `session` none need be named.
 */
export function readPostgresAddress(text: string): PostgresAddress | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!['postgres:', 'postgresql:'].includes(url.protocol)) return null;
  const pooler = url.searchParams.get('pooler');
  if (pooler !== null && pooler !== 'transaction') return null;
  url.searchParams.delete('pooler');
  return { url: url.href, isPooled: pooler !== null };
}
