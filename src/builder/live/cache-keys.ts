/** Where a published configuration lies in the cache, as the contract names it. */
import { runningRows, type CallbackRow, type HandlerRow } from '../running-rows.ts';
import type { Published } from '../schema.ts';

/** Holds the published version, and is written last. */
export const versionKey = 'config:version';
/** Holds the version since which nothing is left of what there was before it. */
export const sweptKey = 'config:swept';
/** Tells the new version to whoever listens. */
export const updatesChannel = 'config:updated';
/** Tells it as soon as the whole can be loaded, before the entries are written: for the processes that answer by it. */
export const loadableChannel = 'config:loadable';
/** Before the version whose whole configuration is the value. */
export const snapshotPrefix = 'config:snapshot:';

/** Keys of entries begin with one of these, and nobody else's do. */
export const entryPrefixes = ['handler:', 'callback:', 'keyboard:'] as const;

export function snapshotKey(version: number): string {
  return `${snapshotPrefix}${version}`;
}

/** What the entries that are in use look like in the cache: values by their keys. */
export function cachedEntries(published: Published): ReadonlyMap<string, string> {
  const { handlers, callbacks, keyboards } = runningRows(published);
  return new Map([
    ...handlers.filter(isEnabled).map((row) => [`handler:${row.pattern}`, entryValue(row)] as const),
    ...callbacks.filter(isEnabled).map((row) => [`callback:${row.callback_data}`, entryValue(row)] as const),
    ...keyboards.map(({ id, layout }) => [`keyboard:${id}`, JSON.stringify(layout)] as const),
  ]);
}

function isEnabled({ enabled }: { readonly enabled: boolean }): boolean {
  return enabled;
}

function entryValue({ id, action, message, messages, photo_url, keyboard_id }: HandlerRow | CallbackRow): string {
  return JSON.stringify({ id, action, message, photo_url, keyboard_id, ...(messages ? { messages } : {}) });
}
