import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../api/client.ts';
import { configurationKey, draftQuery, type Content, type FieldValue } from '../../../api/configuration.ts';
import type { GraphNode } from '../../../api/graph.ts';
import { queryClient } from '../../../api/query-client.ts';

/** What a screen shows, as it stands in a configuration. */
export interface ShownMessage {
  readonly message: FieldValue;
  readonly photoUrl: FieldValue;
  readonly keyboard: Content | null;
  /** Buttons that keyboards share, by name. */
  readonly buttons: Readonly<Record<string, Content>>;
}

interface Document {
  readonly handlers: readonly Content[];
  readonly callbacks: readonly Content[];
  readonly keyboards: Readonly<Record<string, Content>>;
  readonly buttons: Readonly<Record<string, Content>>;
}

/** @param version null is the draft. @returns null where there is no such entry any more. */
export const entryQuery = ({ kind, name, key }: GraphNode, version: number | null) =>
  queryOptions({
    queryKey: [...configurationKey, 'shown', version, key],
    // The draft is at hand, and may be another one by now.
    staleTime: version === null ? 0 : Infinity,
    queryFn: async (): Promise<ShownMessage | null> => {
      const document = version === null ? await draftDocument() : await versionDocument(version);
      const entry =
        kind === 'handler'
          ? document.handlers.find(({ pattern }) => pattern === name)
          : document.callbacks.find(({ callback_data: data }) => data === name);
      if (entry === undefined) return null;
      const { message = null, photo_url: photoUrl = null, keyboard_id: keyboard } = entry;
      return {
        message,
        photoUrl,
        keyboard: typeof keyboard === 'string' ? (document.keyboards[keyboard] ?? null) : null,
        buttons: document.buttons,
      };
    },
  });

/** A version is read once, however many of its screens are looked at. */
async function versionDocument(version: number): Promise<Document> {
  const { document } = await queryClient.fetchQuery({
    queryKey: [...configurationKey, 'document', version],
    staleTime: Infinity,
    queryFn: ({ signal }) => get<{ document: Document }>(`/config/versions/${version}`, {}, signal),
  });
  return document;
}

async function draftDocument(): Promise<Document> {
  const { entries } = await queryClient.fetchQuery(draftQuery);
  const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
  const named = (kind: string) => Object.fromEntries(of(kind).map(({ id, content }) => [id, content]));
  return {
    handlers: of('handler').map(({ content }) => content),
    callbacks: of('callback').map(({ content }) => content),
    keyboards: named('keyboard'),
    buttons: named('button'),
  };
}
