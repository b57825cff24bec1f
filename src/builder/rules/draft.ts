/** The draft: a document taken apart, so that each of its entries can change by itself. */
import type { ConfigDocument, Text } from '../schema.ts';
import { patternKey } from './compile/entries.ts';
import { parsePattern } from './pattern.ts';

export const ENTRY_KINDS = ['handler', 'callback', 'keyboard', 'button'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** An entry as a document has it, but that a callback names its handler by `handler_id`. */
export type EntryContent = Readonly<Record<string, unknown>>;

export interface PlacedContent {
  readonly kind: EntryKind;
  /** Of keyboards and buttons their name. */
  readonly id: string;
  /** Among its kind; whoever is less comes first. */
  readonly position: number;
  readonly content: EntryContent;
}

export interface DraftEntry extends PlacedContent {
  /** The draft's revision at its last change. */
  readonly revision: number;
}

/** What of a draft belongs to no entry. */
export interface DraftHeader {
  readonly ready_made_activities: readonly Text[];
  /** Of the file it came from. */
  readonly comments?: unknown;
}

/** The ids of a document's handlers and callbacks, in their order. */
export interface EntryIds {
  readonly handlerIds: readonly string[];
  readonly callbackIds: readonly string[];
}

/** How far apart entries stand at first: others fit between them without moving anything. */
export const POSITION_GAP = 1000;

/** What people know an entry by: its pattern, what a callback is called, the id of the others. */
export function entryName({ kind, id, content }: Omit<PlacedContent, 'position'>): string {
  const name = kind === 'handler' ? content['pattern'] : kind === 'callback' ? content['callback_data'] : id;
  return typeof name === 'string' ? name : id;
}

/** A document in parts. @param ids one for each handler and callback. */
export function takeApart(document: ConfigDocument, { handlerIds, callbackIds }: EntryIds): PlacedContent[] {
  const idOf = handlerFinder(document, handlerIds);
  return [
    ...document.handlers.map((handler, index) => placed('handler', handlerIds[index], index, handler)),
    ...document.callbacks.map(({ handler, ...rest }, index) => {
      const parent = handler === undefined ? undefined : idOf(handler);
      // What names no handler stays as it is written, for the check to name it.
      const owner = parent === undefined ? (handler === undefined ? {} : { handler }) : { handler_id: parent };
      return placed('callback', callbackIds[index], index, { ...rest, ...owner });
    }),
    ...Object.entries(document.keyboards).map(([id, keyboard], index) => placed('keyboard', id, index, keyboard)),
    ...Object.entries(document.buttons).map(([id, button], index) => placed('button', id, index, button)),
  ];
}

function placed(kind: EntryKind, id: string | undefined, index: number, content: EntryContent): PlacedContent {
  if (id === undefined) throw new Error(`a ${kind} without an id`);
  return { kind, id, position: (index + 1) * POSITION_GAP, content };
}

/**
 * The parts as a document again, which its schema has still to check: another program may have written them.
 *
 * @param entries in their order.
 */
export function putTogether(
  header: Pick<DraftHeader, 'ready_made_activities'>,
  entries: readonly Omit<PlacedContent, 'position'>[],
): EntryIds & { readonly document: Readonly<Record<string, unknown>> } {
  const of = (kind: EntryKind) => entries.filter((entry) => entry.kind === kind);
  const [handlers, callbacks] = [of('handler'), of('callback')];
  const patterns = new Map(handlers.map(({ id, content }) => [id, content['pattern']]));
  return {
    handlerIds: handlers.map(({ id }) => id),
    callbackIds: callbacks.map(({ id }) => id),
    document: {
      minuta: 1,
      ready_made_activities: header.ready_made_activities,
      handlers: handlers.map(({ content }) => content),
      callbacks: callbacks.map(({ content: { handler_id: owner, ...rest } }) => {
        const pattern = typeof owner === 'string' ? patterns.get(owner) : undefined;
        return pattern === undefined ? rest : { ...rest, handler: pattern };
      }),
      keyboards: Object.fromEntries(of('keyboard').map(({ id, content }) => [id, content])),
      buttons: Object.fromEntries(of('button').map(({ id, content }) => [id, content])),
    },
  };
}

/** What an entry is called by people, and its id. */
export interface NamedEntry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly name: string;
}

/**
 * The ids a document's entries have already: a handler with this pattern, a callback with this data.
 *
 * @param known lists in which an id is looked for one after the other; no two entries are given the same.
 */
export function knownIds(
  document: ConfigDocument,
  ...known: readonly (readonly NamedEntry[])[]
): { readonly handlerIds: readonly (string | null)[]; readonly callbackIds: readonly (string | null)[] } {
  const patterns = document.handlers.map(({ pattern }) => pattern);
  const data = document.callbacks.map((callback) => callback.callback_data);
  const listsOf = (kind: EntryKind) => known.map((named) => named.filter((entry) => entry.kind === kind));
  return { handlerIds: idsFor(patterns, listsOf('handler')), callbackIds: idsFor(data, listsOf('callback')) };
}

function idsFor(names: readonly string[], known: readonly (readonly NamedEntry[])[]): (string | null)[] {
  const ids: (string | null)[] = names.map(() => null);
  const taken = new Set<string>();
  for (const named of known) {
    const byName = new Map(named.map(({ name, id }) => [name, id]));
    for (const [index, name] of names.entries()) {
      const id = byName.get(name);
      // Of two with one name, which the check will tell, the first has the id.
      if (ids[index] !== null || id === undefined || taken.has(id)) continue;
      taken.add(id);
      ids[index] = id;
    }
  }
  return ids;
}

/** The handler that a pattern means: spelled so, or answering the same texts. */
function handlerFinder(document: ConfigDocument, ids: readonly string[]): (pattern: string) => string | undefined {
  let byKey: ReadonlyMap<string | undefined, string | undefined> | undefined;
  const bySpelling = new Map(document.handlers.map(({ pattern }, index) => [pattern, ids[index]]));
  return (pattern) => {
    const spelled = bySpelling.get(pattern);
    if (spelled !== undefined) return spelled;
    byKey ??= new Map(document.handlers.map((handler, index) => [keyOf(handler.pattern), ids[index]]));
    const key = keyOf(pattern);
    return key === undefined ? undefined : byKey.get(key);
  };
}

function keyOf(source: string): string | undefined {
  const parsed = parsePattern(source);
  return parsed.ok ? patternKey(parsed.pattern) : undefined;
}
