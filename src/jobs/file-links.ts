import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import type { JobId } from '../platform/ids.ts';
import type { JobFile } from './job.ts';

/** Makes and knows links to files of jobs that work without signing in, for as long as the file is kept. */
export interface FileLinks {
  /** The path of a link to this file. */
  pathOf(id: JobId, file: JobFile): string;
  /** Whether a link to this file was made here. */
  isSigned(id: JobId, file: JobFile, signature: string): boolean;
}

export const linkPath = '/files';

/** Every process of this database signs with the same key, which the first one makes. */
export async function openFileLinks(queries: Queries): Promise<FileLinks> {
  const fresh = randomBytes(32).toString('base64url');
  await sql`
    insert into signing_keys (name, key) values ('job-files', ${fresh}) on conflict (name) do nothing`.execute(queries);
  const { rows } = await sql<{ key: string }>`select key from signing_keys where name = 'job-files'`.execute(queries);
  const key = Buffer.from(rows[0]?.key ?? fresh, 'base64url');
  // The file's own key tells attempts apart: a link never leads to anything else than what it was made for.
  const signatureOf = (id: JobId, file: JobFile) => createHmac('sha256', key).update(`${id} ${file.key}`).digest();
  return {
    pathOf: (id, file) => `${linkPath}/${id}/${signatureOf(id, file).toString('base64url')}/${file.name}`,
    isSigned(id, file, signature) {
      const [right, given] = [signatureOf(id, file), Buffer.from(signature, 'base64url')];
      return right.length === given.length && timingSafeEqual(right, given);
    },
  };
}
