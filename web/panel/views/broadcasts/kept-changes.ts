/** What is not saved yet of a broadcast survives a reload of the page, and a session that ended: it is kept in the tab. */
import type { BroadcastChange, ReadBroadcast } from '../../api/broadcasts.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery } from '../../api/session.ts';
import { isSame } from '../editor/workbench/entry.ts';

interface Kept {
  /** Whose changes they are: somebody else who signs in must not send them. */
  readonly login: string;
  readonly id: string;
  /** Of the broadcast that was changed. */
  readonly etag: string | undefined;
  readonly changes: BroadcastChange;
}

const keptAs = 'minuta.broadcast';

export function keepChanges({ broadcast: { id }, etag }: ReadBroadcast, changes: BroadcastChange): void {
  const login = loginNow();
  try {
    if (Object.keys(changes).length === 0) sessionStorage.removeItem(keptAs);
    else if (login !== undefined) sessionStorage.setItem(keptAs, JSON.stringify({ login, id, etag, changes }));
  } catch {
    // Without room or leave to store anything, they live as long as the view.
  }
}

/** @returns what of the broadcast is still to be saved, over the state it was made upon; null for nothing */
export function keptChanges(
  read: ReadBroadcast,
): { readonly upon: ReadBroadcast; readonly changes: BroadcastChange } | null {
  const kept = parsed();
  const { broadcast } = read;
  if (kept?.id !== broadcast.id || kept.login !== loginNow()) return null;
  const { name, content, segment } = broadcast;
  const saved = { name, content, segment };
  // The page may have saved them while it went; the service has an order of its own for languages and fields.
  const isSaved = isSame(saved, { ...saved, ...kept.changes });
  return isSaved ? null : { upon: { broadcast, etag: kept.etag }, changes: kept.changes };
}

function parsed(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(keptAs) ?? 'null');
  } catch {
    return null;
  }
}

function loginNow(): string | undefined {
  return queryClient.getQueryData(sessionQuery.queryKey)?.admin.login;
}
