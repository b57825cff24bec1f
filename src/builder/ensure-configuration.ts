import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { readComments } from './comments.ts';
import { parseDocument } from './document.ts';
import { identify, replaceDraft } from './replace-draft.ts';
import { formatPath } from './rules/problems.ts';
import { beginDraft, lockDraft, readDraft, readDraftState } from './store/draft.ts';
import { isAsShipped, wasShipped } from './store/versions.ts';
import { writePublication } from './write-publication.ts';

/** The advisory lock of whoever makes the first version: there is no row yet to lock. */
const firstVersionLock = 4_118_206;

/** What the program ships with. */
export const shippedConfiguration = new URL('../../config/default.yaml', import.meta.url);

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

  const parsed = parseDocument(text);
  if (!parsed.ok) {
    const said = parsed.problems.map(({ path, message }) => `${formatPath(path)}: ${message.en}`);
    throw new Error(`${file.pathname}: ${said.join('; ')}`);
  }
  const { document } = parsed;
  const comments = readComments(text);
  await queries.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${firstVersionLock}::bigint)`.execute(transaction);
    const { ready_made_activities } = document;
    if ((await lockDraft(transaction)) === null) await beginDraft(transaction, { ready_made_activities });
    // Another process may have been first.
    else if (!(await isWanted(transaction, digest))) return;
    const draft = await readDraft(transaction);
    if (draft === null) return;
    const identified = await identify(transaction, document, draft.entries);
    const revision = await replaceDraft(transaction, draft, { ...identified, comments }, null);
    const { handlerIds, callbackIds } = identified;
    const version = draft.version + 1;
    const made = {
      published: { version, document, handler_ids: [...handlerIds], callback_ids: [...callbackIds] },
      comments,
      note: '',
      author: null,
      restores: null,
      shippedDigest: digest,
    };
    await writePublication(transaction, made, revision);
  });
}

/** Whether what ships shall be published: nothing has been yet, or only what ships with another program. */
async function isWanted(queries: Queries, digest: string): Promise<boolean> {
  const state = await readDraftState(queries);
  if (state === null) return true;
  if (state.revision !== state.publishedRevision || (await wasShipped(queries, digest))) return false;
  return isAsShipped(queries, state.version);
}
