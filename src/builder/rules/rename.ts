/** What refers to an entry by its name, when the name becomes another. */
import { isRecord } from '../../platform/is-record.ts';
import type { StepSource } from '../schema.ts';
import type { DraftEntry, EntryContent, EntryKind } from './draft.ts';

export interface Rename {
  readonly kind: EntryKind;
  readonly from: string;
  readonly to: string;
}

/** The callbacks, handlers and keyboards that a step of an action names; none where it cannot be read. */
export type References = (step: StepSource) => readonly string[];

/** The entries that named it, as they are with the new name. */
export function renameReferences(
  entries: readonly DraftEntry[],
  rename: Rename,
  references: References,
): { readonly before: DraftEntry; readonly content: EntryContent }[] {
  return entries.flatMap((entry) => {
    if (!mayName(entry.content, rename.from)) return [];
    const content = renamedIn(entry, rename, references);
    return content === entry.content ? [] : [{ before: entry, content }];
  });
}

/** By content, which is never changed: whoever renames many things at once looks at each entry for each of them. */
const namings = new WeakMap<EntryContent, string>();

/** Steps are read only where a name stands, or may be written with a backslash: that is by far the most of the work. */
function mayName(content: EntryContent, name: string): boolean {
  const { action, keyboard_id: keyboard, layout, data } = content;
  const text = namings.get(content) ?? JSON.stringify([action, keyboard, layout, data]);
  namings.set(content, text);
  return text.includes('\\') || text.includes(name);
}

function renamedIn({ kind, content }: DraftEntry, rename: Rename, references: References): EntryContent {
  if (kind === 'keyboard') {
    const layout = mapList(content['layout'], (row) => mapList(row, (button) => renamedButton(button, rename)));
    return layout === content['layout'] ? content : { ...content, layout };
  }
  if (kind === 'button') {
    const button = renamedButton(content, rename);
    return isRecord(button) ? button : content;
  }
  const action = renamedAction(content['action'], rename, references);
  const isShown = rename.kind === 'keyboard' && content['keyboard_id'] === rename.from;
  if (action === content['action'] && !isShown) return content;
  return { ...content, action, ...(isShown ? { keyboard_id: rename.to } : {}) };
}

/** A button of a layout: the id of a shared one, or its fields. */
function renamedButton(button: unknown, { kind, from, to }: Rename): unknown {
  if (typeof button === 'string') return kind === 'button' && button === from ? to : button;
  if (!isRecord(button) || kind !== 'callback') return button;
  const { data } = button;
  return typeof data === 'string' && names(data, from) ? { ...button, data: to + data.slice(from.length) } : button;
}

function renamedAction(action: unknown, rename: Rename, references: References): unknown {
  const renamed = (step: unknown): unknown => renamedStep(step, rename, references);
  if (typeof action !== 'string' || !action.trimStart().startsWith('[')) {
    return typeof action === 'string' ? renamed(action) : mapList(action, renamed);
  }
  const steps = parsedList(action);
  const changed = mapList(steps, renamed);
  return changed === steps ? action : JSON.stringify(changed);
}

function renamedStep(step: unknown, { from, to }: Rename, references: References): unknown {
  if (!isStep(step) || !references(step).some((name) => names(name, from))) return step;
  if (typeof step === 'string') {
    // Behind the action's own name, which a callback may have too.
    const parts = /^(\s*\S+\s+)([^]*)$/.exec(step);
    if (parts === null) return step;
    const [, head = '', words = ''] = parts;
    if (names(words, from)) return head + to + words.slice(from.length);
    return head + words.replaceAll(/\S+/g, (word) => (word === from ? to : word));
  }
  const { action, ...fields } = step;
  return { action, ...mapTexts(fields, (text) => (names(text, from) ? to + text.slice(from.length) : text)) };
}

/** Whether a text is this name, alone or with words behind it. */
function names(text: string, name: string): boolean {
  return text === name || text.startsWith(`${name} `);
}

function mapTexts(value: Readonly<Record<string, unknown>>, change: (text: string) => string): Record<string, unknown> {
  const changed = (inner: unknown): unknown => {
    if (typeof inner === 'string') return change(inner);
    return Array.isArray(inner) ? inner.map(changed) : isRecord(inner) ? mapTexts(inner, change) : inner;
  };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner)]));
}

/** A list with each item changed; the very same list where none is. */
function mapList(list: unknown, change: (item: unknown) => unknown): unknown {
  if (!Array.isArray(list)) return list;
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The check tells what is wrong with it.
    return undefined;
  }
}

function isStep(value: unknown): value is StepSource {
  return typeof value === 'string' || (isRecord(value) && typeof value['action'] === 'string');
}
