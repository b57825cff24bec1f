import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { readComments } from './comments.ts';
import { parseDocument } from './document.ts';
import { identify, replaceDraft } from './replace-draft.ts';
import { formatPath } from './rules/problems.ts';
import { beginDraft, lockDraft, readDraft } from './store/draft.ts';
import { writePublication } from './write-publication.ts';

/** The advisory lock of whoever makes the first version: there is no row yet to lock. */
const firstVersionLock = 4_118_206;

export interface Shipped {
  /** What its problems are told of. */
  readonly name: string;
  readonly text: string;
  /** By which it is known again. */
  readonly digest: string;
}

/**
 * Puts what ships in the draft and publishes it.
 *
 * @param isWanted asked once nobody else can publish: another process may have been first.
 * @throws where it is not a configuration.
 */
export async function publishShipped(
  queries: Queries,
  { name, text, digest }: Shipped,
  isWanted: (transaction: Queries) => Promise<boolean>,
): Promise<void> {
  const parsed = parseDocument(text);
  if (!parsed.ok) {
    const said = parsed.problems.map(({ path, message }) => `${formatPath(path)}: ${message.en}`);
    throw new Error(`${name}: ${said.join('; ')}`);
  }
  const { document } = parsed;
  const comments = readComments(text);
  await queries.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${firstVersionLock}::bigint)`.execute(transaction);
    const { ready_made_activities } = document;
    if ((await lockDraft(transaction)) === null) await beginDraft(transaction, { ready_made_activities });
    else if (!(await isWanted(transaction))) return;
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
