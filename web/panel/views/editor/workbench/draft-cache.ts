/** The draft as the panel's cache has it. */
import { configurationStateQuery, draftQuery, type Draft, type DraftEntry } from '../../../api/configuration.ts';
import { queryClient } from '../../../api/query-client.ts';
import { isSameEntry, type EntryRef } from './entry.ts';

function cachedDraft(): Draft | undefined {
  return queryClient.getQueryData(draftQuery.queryKey);
}

export function cachedEntry(ref: EntryRef): DraftEntry | undefined {
  return cachedDraft()?.entries.find((entry) => isSameEntry(entry, ref));
}

/** The draft as it is now. @throws Problem, Unreachable */
export async function freshDraft(): Promise<Draft> {
  // What is under way may have been read before the change that made somebody ask.
  await queryClient.cancelQueries({ queryKey: draftQuery.queryKey });
  const draft = await queryClient.fetchQuery({ ...draftQuery, staleTime: 0 });
  noteRevision(draft.revision);
  return draft;
}

/** Shows an entry behind another one (null: first of its kind) before the server has said so. */
export function showBehind(ref: EntryRef, behind: string | null): void {
  const draft = cachedDraft();
  const moved = cachedEntry(ref);
  if (draft === undefined || moved === undefined) return;
  const rest = draft.entries.filter((entry) => entry !== moved);
  const index =
    behind === null
      ? rest.findIndex(({ kind }) => kind === ref.kind)
      : rest.findIndex((entry) => isSameEntry(entry, { kind: ref.kind, id: behind })) + 1;
  // Whom it shall stand behind may have gone: then the server has the word.
  if (index < (behind === null ? 0 : 1)) return;
  queryClient.setQueryData(draftQuery.queryKey, { ...draft, entries: rest.toSpliced(index, 0, moved) });
}

/** Puts an entry that was saved in the place of its old self. */
export async function putEntry(entry: DraftEntry): Promise<void> {
  await queryClient.cancelQueries({ queryKey: draftQuery.queryKey });
  const draft = cachedDraft();
  // What was on its way for the first time is not any more, and nobody else would ask for it again. A revision in
  // between is somebody else's change, which is not here yet.
  if (draft === undefined || entry.revision > draft.revision + 1) {
    await freshDraft().catch(() => undefined);
    return;
  }
  const revision = Math.max(draft.revision, entry.revision);
  const entries = draft.entries.map((each) => (isSameEntry(each, entry) ? entry : each));
  queryClient.setQueryData(draftQuery.queryKey, { ...draft, revision, entries });
  noteRevision(revision);
}

/** Whoever shows how far the draft is knows it at once. */
function noteRevision(revision: number): void {
  queryClient.setQueryData(configurationStateQuery.queryKey, (state) =>
    state === undefined || state.draft_revision >= revision
      ? state
      : { ...state, draft_revision: revision, has_changes: true },
  );
}
