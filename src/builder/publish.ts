import type { Queries } from '../platform/database/database.ts';
import type { Actor } from './actor.ts';
import { hasErrors, type Checker } from './checker.ts';
import { checkDocument } from './document.ts';
import type { ReplicaReport } from './live/replicas.ts';
import { askGuard, type Guard } from './guard.ts';
import { putTogether, type EntryIds } from './rules/draft.ts';
import type { Problem } from './rules/problems.ts';
import type { Published } from './schema.ts';
import { countConversing, type Conversing } from './store/conversing.ts';
import { lockDraft, readDraft, type Draft } from './store/draft.ts';
import type { NewVersion } from './store/versions.ts';
import { writePublication } from './write-publication.ts';

/** What publishing needs beside the database. */
export interface Publishing {
  readonly queries: Queries;
  readonly check: Checker;
  /** Tells the processes that answer people; they find out by themselves where it fails. Never throws. */
  announce(version: number): Promise<void>;
  /** Waits, for two seconds at most, until they all run a version. @returns those that there are. */
  replicasOn(version: number): Promise<readonly ReplicaReport[]>;
  /** Queues what subscribers of changes are sent. */
  queueDeliveries(transaction: Queries, version: number): Promise<void>;
  /** Takes people who are in the middle of a question over to a version. */
  moveConversations(transaction: Queries, version: number): Promise<void>;
}

export interface PublishRequest {
  readonly by: Actor;
  readonly note?: string;
  /** Whether people in the middle of a question finish on the version they began, or go over to the new one. */
  readonly conversations?: 'finish' | 'move';
  /** Asked about the draft's revision. */
  readonly guard?: Guard;
}

export type PublishResult =
  | {
      readonly ok: true;
      readonly version: number;
      readonly replicas: readonly ReplicaReport[];
      readonly warnings: readonly Problem[];
      /** Whether it is the same as the version before. */
      readonly unchanged: boolean;
      readonly conversations: readonly Conversing[];
    }
  /** Nothing was published; warnings among the problems. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly ids: EntryIds };

/** Makes the draft what runs, and waits until it does. Two at once make two versions, one after the other. */
export async function publish(publishing: Publishing, request: PublishRequest): Promise<PublishResult> {
  const { queries } = publishing;
  for (;;) {
    const draft = await readDraft(queries);
    if (draft === null) throw new Error('there is no draft yet');
    // Told before problems are, so that nobody mends what another person is at work on.
    await askGuard(request.guard, queries, draft);
    const checked = await checkDraft(publishing, draft);
    if (!checked.ok) return checked;
    const version = await writeDraftAsVersion(publishing, request, draft, checked.published);
    // The draft was changed while it was checked: that is another one to check.
    if (version === null) continue;
    const unchanged = draft.revision === draft.publishedRevision;
    return { ok: true, ...(await spread(publishing, version)), warnings: checked.warnings, unchanged };
  }
}

/** Has everybody run a version that is committed. */
export async function spread(
  publishing: Publishing,
  version: number,
): Promise<Pick<PublishResult & { ok: true }, 'version' | 'replicas' | 'conversations'>> {
  await publishing.announce(version);
  const replicas = await publishing.replicasOn(version);
  return { version, replicas, conversations: await countConversing(publishing.queries) };
}

/** What belongs to every publication, in its transaction. */
export async function writeWithDeeds(
  publishing: Publishing,
  transaction: Queries,
  made: Omit<NewVersion, 'author' | 'shippedDigest'>,
  { request, deed, revision }: { readonly request: PublishRequest; readonly deed: string; readonly revision: number },
): Promise<void> {
  const { version } = made.published;
  const { by, conversations = 'finish' } = request;
  await writePublication(transaction, { ...made, author: by.name, shippedDigest: null }, revision);
  if (conversations === 'move') await publishing.moveConversations(transaction, version);
  await publishing.queueDeliveries(transaction, version);
  const { note, restores } = made;
  const after = { version, note, conversations, ...(restores === null ? {} : { restores }) };
  await by.record(transaction, { action: deed, subject: `config/${version}`, before: { version: version - 1 }, after });
}

/** The draft as a version to be, whose number is set when it is written. */
async function checkDraft(
  { check, queries }: Publishing,
  draft: Draft,
): Promise<
  | { readonly ok: true; readonly published: Published; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly ids: EntryIds }
> {
  const { document: parts, handlerIds, callbackIds } = putTogether(draft.header, draft.entries);
  const checked = checkDocument(parts);
  const problems = checked.ok ? await check(checked.document, queries) : checked.problems;
  if (!checked.ok || hasErrors(problems)) return { ok: false, problems, ids: { handlerIds, callbackIds } };
  const ids = { handler_ids: [...handlerIds], callback_ids: [...callbackIds] };
  return {
    ok: true,
    published: { version: draft.version + 1, document: checked.document, ...ids },
    warnings: problems,
  };
}

/** @returns its version; null where the draft is another one by now. */
function writeDraftAsVersion(
  publishing: Publishing,
  request: PublishRequest,
  draft: Draft,
  published: Published,
): Promise<number | null> {
  return publishing.queries.transaction().execute(async (transaction) => {
    const state = await lockDraft(transaction);
    if (state === null || state.revision !== draft.revision) return null;
    const version = state.version + 1;
    const { comments } = draft.header;
    const made = { published: { ...published, version }, comments, note: request.note ?? '', restores: null };
    await writeWithDeeds(publishing, transaction, made, { request, deed: 'config.publish', revision: state.revision });
    return version;
  });
}
