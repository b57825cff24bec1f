import { readFile } from 'node:fs/promises';
import type { Actor } from './actor.ts';
import { requireDraft, type Editing } from './change-entry.ts';
import { readComments } from './comments.ts';
import { parseDocument } from './document.ts';
import { documentOf } from './draft-document.ts';
import { shippedConfiguration } from './ensure-configuration.ts';
import { askGuard, type Guard } from './guard.ts';
import { identify, replaceDraft } from './replace-draft.ts';
import { differences, type EntryDifference } from './rules/diff.ts';
import type { Problem } from './rules/problems.ts';
import { restoreShipped } from './rules/restore.ts';
import { readDraft } from './store/draft.ts';

export type ResetResult =
  | {
      readonly ok: true;
      readonly revision: number;
      /** What it changed in the draft. */
      readonly restored: readonly EntryDifference[];
      /** What of the rest does not go together with what came back. */
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Brings what ships with the program back into the draft, and keeps the rest. */
export async function resetDraft(
  { queries, check }: Editing,
  by: Actor,
  { guard, file = shippedConfiguration }: { readonly guard?: Guard; readonly file?: URL },
): Promise<ResetResult> {
  const text = await readFile(file, 'utf8');
  const shipped = parseDocument(text);
  if (!shipped.ok) throw new Error(`${file.pathname} is not a configuration`);
  const done = await queries.transaction().execute(async (transaction) => {
    const state = await requireDraft(transaction);
    await askGuard(guard, transaction, state);
    const draft = await readDraft(transaction);
    if (draft === null) throw new Error('the draft went away under its lock');
    const { document, comments, handlerIds, callbackIds, problems } = documentOf(draft);
    // What this program cannot read it cannot keep either; the check says what it is.
    if (document === null) return { ok: false as const, problems };
    const identified = await identify(transaction, restoreShipped(document, shipped.document), draft.entries);
    const kept = { ...identified, comments: { ...comments, ...readComments(text) } };
    const revision = await replaceDraft(transaction, draft, kept, by.name);
    const restored = differences({ document, handlerIds, callbackIds }, identified);
    if (revision !== draft.revision)
      await by.record(transaction, { action: 'draft.reset', subject: 'draft', after: { restored: restored.length } });
    return { ok: true as const, revision, restored, document: identified.document };
  });
  if (!done.ok) return done;
  const { revision, restored, document } = done;
  return { ok: true, revision, restored, problems: await check(document, queries) };
}
