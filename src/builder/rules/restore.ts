/** The entries that ship, put back into a configuration that was changed. */
import type { ConfigDocument } from '../schema.ts';

/**
 * A document with everything that ships as it ships: an entry that is there gets its content back where it stands, one
 * that is missing comes back behind the one it follows in what ships. Whatever else is there stays.
 */
export function restoreShipped(document: ConfigDocument, shipped: ConfigDocument): ConfigDocument {
  return {
    minuta: 1,
    ready_made_activities: shipped.ready_made_activities,
    handlers: restoredList(document.handlers, shipped.handlers, ({ pattern }) => pattern),
    callbacks: restoredList(document.callbacks, shipped.callbacks, (callback) => callback.callback_data),
    keyboards: { ...document.keyboards, ...shipped.keyboards },
    buttons: { ...document.buttons, ...shipped.buttons },
  };
}

function restoredList<Entry>(
  entries: readonly Entry[],
  shipped: readonly Entry[],
  nameOf: (entry: Entry) => string,
): Entry[] {
  const present = new Set(entries.map(nameOf));
  const shippedByName = new Map(shipped.map((entry) => [nameOf(entry), entry]));
  /** What comes back, by the name of the entry it follows. */
  const following = new Map<string | null, Entry[]>();
  let last: string | null = null;
  for (const entry of shipped) {
    if (present.has(nameOf(entry))) last = nameOf(entry);
    else following.set(last, [...(following.get(last) ?? []), entry]);
  }
  return [
    ...(following.get(null) ?? []),
    ...entries.flatMap((entry) => {
      const name = nameOf(entry);
      return [shippedByName.get(name) ?? entry, ...(following.get(name) ?? [])];
    }),
  ];
}
