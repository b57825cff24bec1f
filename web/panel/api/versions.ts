/** What was published, what is about to be, and who runs it. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { draftChange } from '../../../src/builder/routes/draft.ts';
import type { publication, versionLine } from '../../../src/builder/routes/versions.ts';
import { get, send } from './client.ts';
import { configurationKey, type CheckProblem, type Difference } from './configuration.ts';
import { listQuery } from './page.ts';
import { queryClient } from './query-client.ts';

export type VersionLine = z.infer<typeof versionLine>;
export type Publication = z.infer<typeof publication>;
export type Replica = Publication['replicas'][number];
export type DraftChange = z.infer<typeof draftChange>;

/** A version, or the draft. */
export type Side = number | 'draft';

const versionsPath = '/config/versions';

/** What was published, the newest first. */
export const versionsQuery = listQuery<VersionLine>(versionsPath, { limit: 30 });

export const versionQuery = (version: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'version', version],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { document: _, ...line } = await get<VersionLine & { document: unknown }>(
        `${versionsPath}/${version}`,
        {},
        signal,
      );
      return line;
    },
  });

/** What became different on the way from one to the other. @param before without it the version before it. */
export const differenceQuery = (after: Side, before?: Side) =>
  queryOptions({
    queryKey: [...configurationKey, 'difference', after, before ?? null],
    // Versions never change; the draft does.
    staleTime: after === 'draft' || before === 'draft' ? 0 : Infinity,
    queryFn: async ({ signal }) => {
      if (after === before) return [];
      const path = after === 'draft' ? '/config/draft/diff' : `${versionsPath}/${after}/diff`;
      return (await get<{ changes: Difference[] }>(path, { against: before }, signal)).changes;
    },
  });

/** Who changed what of the draft last, and when. @param revision of the draft. */
export const authorsQuery = (revision: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'authors', revision],
    queryFn: async ({ signal }) => (await get<{ items: DraftChange[] }>('/config/draft/changes', {}, signal)).items,
  });

/** How many people are in the middle of a question. */
export const conversationsQuery = queryOptions({
  queryKey: [...configurationKey, 'conversations'],
  queryFn: async ({ signal }) =>
    (await get<{ items: Publication['conversations'] }>('/config/conversations', {}, signal)).items,
});

/** The processes that answer people. @param version that runs; with another one it is asked again. */
export const replicasQuery = (version: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'replicas', version],
    queryFn: async ({ signal }) => (await get<{ items: Replica[] }>('/config/replicas', {}, signal)).items,
    refetchInterval: 15_000,
  });

export interface PublishWish {
  readonly note: string;
  readonly conversations: 'finish' | 'move';
  /** The draft's revision that was looked at: nobody else's change goes along unseen. */
  readonly revision: number;
}

/** @throws Problem 412 where the draft is another one by now, 422 where it has errors */
export async function publish({ note, conversations, revision }: PublishWish): Promise<Publication> {
  const body = { conversations, if_draft: revision, ...(note === '' ? {} : { note }) };
  return asOwn(send<Publication>('POST', '/config/publish', { body }));
}

/** @throws Problem 412, 422 where it does not go together with this program any more */
export async function rollBack(
  version: number,
  { note, revision }: Omit<PublishWish, 'conversations'>,
): Promise<Publication> {
  const body = { version, if_draft: revision, ...(note === '' ? {} : { note }) };
  return asOwn(send<Publication>('POST', '/config/rollback', { body }));
}

/** Versions that were published from this very page: nobody has to be told of them. */
const own = new Set<number>();
let publishing = 0;

/** Whether it was published from this page, or may have been: its answer is on its way. */
export function isOwnVersion(version: number): boolean {
  return own.has(version) || publishing > 0;
}

/** Follows a publication that this page has asked for. */
export async function asOwn(request: Promise<Publication>): Promise<Publication> {
  publishing += 1;
  try {
    const made = await request;
    own.add(made.version);
    return made;
  } finally {
    publishing -= 1;
    await rereadConfiguration();
  }
}

/** Puts one entry of the draft back as it runs, or all of it. @param revision of the draft that was looked at. */
export async function discard(
  revision: number,
  entry?: { readonly kind: Difference['kind']; readonly id: string },
): Promise<void> {
  const body = entry === undefined ? {} : { entry: { kind: entry.kind, id: entry.id } };
  await send('POST', '/config/draft/discard', { body, etag: `"${revision}"` });
  await rereadConfiguration();
}

/** Puts a file in the draft's place. @throws Problem 422 with every problem and its line */
export async function importFile(file: File, revision: number): Promise<readonly CheckProblem[]> {
  const isJson = file.name.toLowerCase().endsWith('.json');
  const body = new Blob([file], { type: isJson ? 'application/json' : 'application/yaml' });
  const made = await send<{ warnings: CheckProblem[] }>('POST', '/config/import', { body, etag: `"${revision}"` });
  await rereadConfiguration();
  return made.warnings;
}

/** Brings what ships back into the draft. @returns what that changed, and what does not go together with it. */
export async function resetDraft(
  revision: number,
): Promise<{ readonly restored: readonly Difference[]; readonly problems: readonly CheckProblem[] }> {
  const made = await send<{ restored: Difference[]; problems: CheckProblem[] }>('POST', '/config/reset', {
    etag: `"${revision}"`,
  });
  await rereadConfiguration();
  return made;
}

/** Takes everything out of the draft. @throws Problem 412 where it is another one by now */
export async function emptyDraft(revision: number): Promise<void> {
  await send('PUT', '/config/draft', { body: { minuta: 1 }, etag: `"${revision}"` });
  await rereadConfiguration();
}

/** Everything of the configuration is read anew. */
export async function rereadConfiguration(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: configurationKey }),
    queryClient.invalidateQueries({ queryKey: versionsQuery.queryKey }),
  ]);
}
