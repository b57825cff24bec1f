import { hasErrors } from './checker.ts';
import { documentOf } from './draft-document.ts';
import { requireDraft } from './change-entry.ts';
import { askGuard } from './guard.ts';
import { spread, writeWithDeeds, type PublishRequest, type PublishResult, type Publishing } from './publish.ts';
import { replaceDraft } from './replace-draft.ts';
import { differences, type EntryDifference } from './rules/diff.ts';
import type { Problem } from './rules/problems.ts';
import { publishedSchema } from './schema.ts';
import { readDraft } from './store/draft.ts';
import { readContent } from './store/versions.ts';

export type RollBackResult =
  | (PublishResult & { ok: true } & {
      /** What of the draft had not been published, and is gone from it. */
      readonly discarded: readonly EntryDifference[];
    })
  | { readonly ok: false; readonly problems: readonly Problem[] | null };

/**
 * Makes an old version's content a new version, with the ids it had, and the draft the same.
 *
 * @returns `problems: null` where there is no such version; problems where it does not do any more.
 */
export async function rollBack(
  publishing: Publishing,
  restores: number,
  request: PublishRequest,
): Promise<RollBackResult> {
  const { queries, check } = publishing;
  const row = await readContent(queries, restores);
  if (row === null) return { ok: false, problems: null };
  const { document, handler_ids, callback_ids } = publishedSchema.parse(row.content);
  const problems = await check(document, queries);
  if (hasErrors(problems)) return { ok: false, problems };

  const written = await queries.transaction().execute(async (transaction) => {
    const state = await requireDraft(transaction);
    await askGuard(request.guard, transaction, state);
    const draft = await readDraft(transaction);
    const running = await readContent(transaction, state.version);
    if (draft === null || running === null) throw new Error('the draft went away under its lock');
    const comments = row.comments ?? undefined;
    const ids = { handlerIds: handler_ids, callbackIds: callback_ids };
    const revision = await replaceDraft(transaction, draft, { document, ...ids, comments }, request.by.name);
    const version = state.version + 1;
    const made = {
      published: { version, document, handler_ids, callback_ids },
      comments,
      note: request.note ?? '',
      restores,
    };
    await writeWithDeeds(publishing, transaction, made, { request, deed: 'config.rollback', revision });
    return { version, draft, running: publishedSchema.parse(running.content) };
  });
  const was = documentOf(written.draft);
  const ran = written.running;
  const discarded =
    was.document === null || !was.hasChanges
      ? []
      : differences(
          { document: ran.document, handlerIds: ran.handler_ids, callbackIds: ran.callback_ids },
          { document: was.document, handlerIds: was.handlerIds, callbackIds: was.callbackIds },
        );
  const spreading = await spread(publishing, written.version);
  return { ok: true, ...spreading, warnings: problems, unchanged: restores === ran.version, discarded };
}
