import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Published } from '../schema.ts';

/** A published version without its content. */
export interface VersionLine {
  readonly version: number;
  readonly note: string;
  /** Null for what ships with the program. */
  readonly author: string | null;
  /** The version whose content came back with it. */
  readonly restores: number | null;
  readonly publishedAt: Temporal.Instant;
}

interface VersionRow {
  version: number;
  note: string;
  author: string | null;
  restores: number | null;
  published_at: Temporal.Instant;
}

/** The version that runs; null before the first one. */
export async function readPublishedVersion(queries: Queries): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`select version from configuration`.execute(queries);
  return rows[0]?.version ?? null;
}

/** A version's content as it was written, which its schema has still to check. */
export async function readContent(
  queries: Queries,
  version: number,
): Promise<{ content: unknown; comments: unknown } | null> {
  const { rows } = await sql<{ content: unknown; comments: unknown }>`
    select content, comments from configuration_versions where version = ${version}::bigint`.execute(queries);
  return rows[0] ?? null;
}

/** The newest first. @param before the version after which a page goes on, downwards. */
export async function listVersions(
  queries: Queries,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<VersionLine[]> {
  const { rows } = await sql<VersionRow>`
    select version, note, author, restores, published_at from configuration_versions
    where ${before}::bigint is null or version < ${before}::bigint
    order by version desc limit ${limit}::int`.execute(queries);
  return rows.map(toLine);
}

export async function readVersionLine(queries: Queries, version: number): Promise<VersionLine | null> {
  const { rows } = await sql<VersionRow>`
    select version, note, author, restores, published_at from configuration_versions
    where version = ${version}::bigint`.execute(queries);
  return rows[0] === undefined ? null : toLine(rows[0]);
}

/** Whether a configuration from a file with this digest was ever published as it ships. */
export async function wasShipped(queries: Queries, digest: string): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    select version from configuration_versions where shipped_digest = ${digest} limit 1`.execute(queries);
  return rows.length > 0;
}

/** Whether it is exactly what a program ships, touched by nobody. */
export async function isAsShipped(queries: Queries, version: number): Promise<boolean> {
  const { rows } = await sql<{ is_shipped: boolean }>`
    select shipped_digest is not null as is_shipped from configuration_versions
    where version = ${version}::bigint`.execute(queries);
  return rows[0]?.is_shipped ?? false;
}

export interface NewVersion {
  readonly published: Published;
  readonly comments: unknown;
  readonly note: string;
  readonly author: string | null;
  readonly restores: number | null;
  readonly shippedDigest: string | null;
}

/** Writes a version and makes it the one that runs. @param revision the draft's, with the same content. */
export async function writeVersion(transaction: Queries, made: NewVersion, revision: number): Promise<void> {
  const { published, comments, note, author, restores, shippedDigest } = made;
  await sql`
    insert into configuration_versions (version, content, comments, note, author, restores, shipped_digest)
    values (${published.version}::bigint, ${JSON.stringify(published)}::json,
      ${comments === undefined ? null : JSON.stringify(comments)}::json, ${note}, ${author}, ${restores}::bigint,
      ${shippedDigest})`.execute(transaction);
  await sql`
    update configuration set version = ${published.version}::bigint, published_revision = ${revision}::bigint
  `.execute(transaction);
}

function toLine({ published_at: publishedAt, ...row }: VersionRow): VersionLine {
  return { ...row, publishedAt };
}
