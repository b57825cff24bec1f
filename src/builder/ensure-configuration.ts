import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Queries } from '../platform/database/database.ts';
import { projectFile } from '../platform/project-file.ts';
import { readDraftState } from './store/draft.ts';
import { isAsShipped, wasShipped } from './store/versions.ts';

/** What the program ships with. */
export const shippedConfiguration = projectFile('config/default.yaml');

/**
 * Makes the first version out of what ships, where there is none; and puts what ships with this program in place of
 * what shipped with an older one, where nobody has touched it. Safe with any number of processes at once.
 *
 * A program that is older than what runs changes nothing: its own configuration was published before.
 *
 * @throws where the file is not a configuration.
 */
export async function ensureConfiguration(queries: Queries, file: URL = shippedConfiguration): Promise<void> {
  const text = await readFile(file, 'utf8');
  const digest = createHash('sha256').update(text).digest('hex');
  if (!(await isWanted(queries, digest))) return;
  // Nearly no start comes here, and what reads configurations is megabytes.
  const { publishShipped } = await import('./publish-shipped.ts');
  await publishShipped(queries, { name: file.pathname, text, digest }, (transaction) => isWanted(transaction, digest));
}

/** Whether what ships shall be published: nothing has been yet, or only what ships with another program. */
async function isWanted(queries: Queries, digest: string): Promise<boolean> {
  const state = await readDraftState(queries);
  if (state === null) return true;
  if (state.revision !== state.publishedRevision || (await wasShipped(queries, digest))) return false;
  return isAsShipped(queries, state.version);
}
