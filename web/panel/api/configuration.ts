/** The draft, entry by entry, and what it can be made of. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ActionDescription } from '../../../src/builder/describe-actions.ts';
import type { differenceView } from '../../../src/builder/routes/difference-view.ts';
import type { draftEntries } from '../../../src/builder/routes/entry-view.ts';
import type { faultView } from '../../../src/builder/routes/problem-view.ts';
import type { FilterWords } from '../../../src/texts/filter-words.ts';
import type { ValueWords } from '../../../src/texts/value-words.ts';
import { ask, get, send } from './client.ts';
import type { Problem } from './problem.ts';

export type Draft = z.infer<typeof draftEntries>;
export type DraftEntry = Draft['entries'][number];
export type EntryKind = DraftEntry['kind'];
export type Content = DraftEntry['content'];
/** A field of an entry; null is a field that is not there. */
export type FieldValue = Content[string];
export type CheckProblem = z.infer<typeof faultView>;
export type Difference = z.infer<typeof differenceView>;

/** Where an entry shall stand: behind another one, or (null) first. */
export interface Place {
  readonly after: string | null;
}

/** Something that was done to an entry since it was read. */
export interface OthersChange {
  readonly author: string | null;
  /** Of the entry. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  /** RFC 3339. */
  readonly at: string;
}

const sections = { handler: 'handlers', callback: 'callbacks', keyboard: 'keyboards', button: 'buttons' } as const;

/** What a field is where an entry does not say: the API's answers have it, documents need not. */
const defaults: Readonly<Record<EntryKind, Content>> = {
  handler: { enabled: true },
  callback: { enabled: true },
  keyboard: { kind: 'inline' },
  button: {},
};

export const configurationKey = ['configuration'] as const;

/** All entries of the draft, each kind in its order. */
export const draftQuery = queryOptions({
  queryKey: [...configurationKey, 'draft'],
  queryFn: async ({ signal }): Promise<Draft> => {
    const draft = await get<Draft>('/config/draft/entries', {}, signal);
    const entries = draft.entries.map((entry) => ({
      ...entry,
      content: { ...defaults[entry.kind], ...entry.content },
    }));
    return { ...draft, entries };
  },
});

export interface ConfigurationState {
  readonly version: number;
  readonly draft_revision: number;
  readonly has_changes: boolean;
}

/** What runs and how far the draft is; asked often, so that others’ changes show. */
export const configurationStateQuery = queryOptions({
  queryKey: [...configurationKey, 'state'],
  refetchInterval: 5_000,
  queryFn: ({ signal }) => get<ConfigurationState>('/config', {}, signal),
});

/** What the check says of the draft. @param revision of the draft; with another one it is asked again. */
export const checkQuery = (revision: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'check', revision],
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) => send<{ ok: boolean; problems: CheckProblem[] }>('POST', '/config/check', { signal }),
  });

/** What publishing the draft would change. @param revision of the draft. */
export const draftChangesQuery = (revision: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'changes', revision],
    gcTime: 60_000,
    queryFn: async ({ signal }) => (await get<{ changes: Difference[] }>('/config/draft/diff', {}, signal)).changes,
  });

/** Everything that a message or a button can do. */
export const registryQuery = queryOptions({
  queryKey: [...configurationKey, 'actions'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await get<{ items: ActionDescription[] }>('/actions', {}, signal)).items,
});

/** What texts, conditions and buttons may name. */
export const vocabularyQuery = queryOptions({
  queryKey: [...configurationKey, 'values'],
  staleTime: Infinity,
  queryFn: ({ signal }) =>
    get<{ values: ValueWords[]; lists: Omit<ValueWords, 'type'>[]; filters: FilterWords[] }>('/values', {}, signal),
});

export interface Upload {
  readonly id: string;
  /** What an entry says to show it. */
  readonly photo_url: string;
}

/** The pictures that were uploaded last. */
export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: async ({ signal }) => (await get<{ items: Upload[] }>('/uploads', { limit: 30 }, signal)).items,
});

/** @throws Problem 413 for more than 10 MB, 422 for what is no picture */
export function uploadPicture(file: File): Promise<Upload> {
  const body = new FormData();
  body.append('picture', file);
  return send<Upload>('POST', '/uploads', { body });
}

/** @param id a name of one’s own, of a keyboard or a button. @throws Problem 409 where it is taken, 422 */
export function addEntry(
  kind: EntryKind,
  { id, content, place }: { readonly id?: string; readonly content: Content; readonly place?: Place },
): Promise<DraftEntry> {
  const body = { ...content, ...(id !== undefined && { id }), ...place };
  return entryFrom(kind, 'POST', `/${sections[kind]}`, { body });
}

/**
 * @param fields null takes one away; `id` is another name, of a keyboard or a button.
 * @param revision that the change is meant for. @throws Problem 404, 409, 412, 422
 */
export function changeEntry(
  { kind, id, revision }: Pick<DraftEntry, 'kind' | 'id'> & { readonly revision?: number },
  fields: Content,
  place?: Place,
): Promise<DraftEntry> {
  const etag = revision === undefined ? undefined : `"${revision}"`;
  return entryFrom(kind, 'PATCH', addressOfEntry(kind, id), { body: { ...fields, ...place }, etag });
}

/** All of them or none. @throws Problem 409, 412, 422 */
export async function changeEntries(
  changes: readonly (Pick<DraftEntry, 'kind' | 'id' | 'revision'> & { readonly fields: Content })[],
): Promise<void> {
  await send('PATCH', '/config/draft/entries', { body: { changes } });
}

/** @throws Problem 404, 412 */
export function removeEntry({ kind, id, revision }: Pick<DraftEntry, 'kind' | 'id' | 'revision'>): Promise<void> {
  return send('DELETE', addressOfEntry(kind, id), { etag: `"${revision}"` });
}

/** What a refusal says of a configuration. */
export function faultsOf({ members }: Problem): readonly CheckProblem[] {
  return Array.isArray(members['problems']) ? members['problems'] : [];
}

/** What others did, as a refusal with 412 says. */
export function changesOf({ members }: Problem): readonly OthersChange[] {
  return Array.isArray(members['changes']) ? members['changes'] : [];
}

async function entryFrom(
  kind: EntryKind,
  method: 'POST' | 'PATCH',
  path: string,
  options: { readonly body: unknown; readonly etag?: string | undefined },
): Promise<DraftEntry> {
  const { body, etag } = await ask<Content & { readonly id: string }>(method, path, options);
  const { id, ...content } = body;
  return { kind, id, revision: Number(etag?.replaceAll(/\D/g, '')), content };
}

function addressOfEntry(kind: EntryKind, id: string): string {
  return `/${sections[kind]}/${encodeURIComponent(id)}`;
}
