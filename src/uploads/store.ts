import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import type { PictureType } from './rules/picture.ts';

/** A picture that is kept, without its content. */
export interface Upload {
  readonly id: number;
  readonly type: PictureType;
  readonly bytes: number;
  readonly created_at: Temporal.Instant;
}

const columns = sql`id, type, length(content) as bytes, created_at`;

/** Keeps a picture; one that is kept already is the same. */
export async function keepUpload(
  queries: Queries,
  { sha256, type, content }: { readonly sha256: Uint8Array; readonly type: PictureType; readonly content: Uint8Array },
): Promise<Upload> {
  const { rows } = await sql<Upload>`
    insert into uploads (sha256, type, content)
    values (${sha256}::bytea, ${type}, ${content}::bytea)
    on conflict (sha256) do update set type = excluded.type
    returning ${columns}`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('an upload was not kept');
  return row;
}

/** The newest first. @param before an id from which a page goes on, downwards. */
export async function listUploads(
  queries: Queries,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly Upload[]> {
  const { rows } = await sql<Upload>`
    select ${columns} from uploads where ${before}::bigint is null or id < ${before}::bigint
    order by id desc limit ${limit}::integer`.execute(queries);
  return rows;
}

/** The ids of all, as a configuration names them. */
export async function readUploadIds(queries: Queries): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select id::text as id from uploads`.execute(queries);
  return new Set(rows.map(({ id }) => id));
}

/** A picture with its content, which the drivers give in PostgreSQL's own notation. */
export async function readUpload(
  queries: Queries,
  id: number,
): Promise<{ readonly type: PictureType; readonly content: Buffer } | null> {
  const { rows } = await sql<{ type: PictureType; hex: string }>`
    select type, encode(content, 'hex') as hex from uploads where id = ${id}::bigint`.execute(queries);
  const [row] = rows;
  return row ? { type: row.type, content: Buffer.from(row.hex, 'hex') } : null;
}

/** What Telegram called this picture when this bot sent it. */
export async function readFileId(queries: Queries, botId: number, uploadId: number): Promise<string | null> {
  const { rows } = await sql<{ file_id: string }>`
    select file_id from upload_files where bot_id = ${botId}::bigint and upload_id = ${uploadId}::bigint`.execute(
    queries,
  );
  return rows[0]?.file_id ?? null;
}

/** Remembers under which id Telegram keeps an upload for this bot; nothing where the upload is gone. */
export async function keepFileId(queries: Queries, botId: number, uploadId: number, fileId: string): Promise<void> {
  await sql`
    insert into upload_files (bot_id, upload_id, file_id)
    select ${botId}::bigint, id, ${fileId} from uploads where id = ${uploadId}::bigint
    on conflict (bot_id, upload_id) do update set file_id = excluded.file_id`.execute(queries);
}

export async function forgetFileId(queries: Queries, botId: number, uploadId: number): Promise<void> {
  await sql`
    delete from upload_files where bot_id = ${botId}::bigint and upload_id = ${uploadId}::bigint`.execute(queries);
}
