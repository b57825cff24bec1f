/** Entries of the draft as the editor handles them: by kind and id, with what is not saved yet. */
import type { Content, DraftEntry, EntryKind, FieldValue } from '../../../api/configuration.ts';

/** Which entry. */
export interface EntryRef {
  readonly kind: EntryKind;
  readonly id: string;
}

const kinds: Readonly<Record<string, EntryKind>> = {
  handler: 'handler',
  callback: 'callback',
  keyboard: 'keyboard',
  button: 'button',
};

/** `handler/12`, as it stands in the page's address. */
export function keyOf({ kind, id }: EntryRef): string {
  return `${kind}/${id}`;
}

/** @returns null where it is no such key. */
export function refOf(key: string): EntryRef | null {
  const [, name = '', id = ''] = /^(\w+)\/(.+)$/.exec(key) ?? [];
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return kind === undefined ? null : { kind, id };
}

export function isSameEntry(one: EntryRef, other: EntryRef | null): boolean {
  return one.kind === other?.kind && one.id === other.id;
}

/** The content with these fields set; null takes one away. */
export function withFields(content: Content, fields: Content): Content {
  return Object.fromEntries(Object.entries({ ...content, ...fields }).filter(([, value]) => value !== null));
}

/** What these fields are now; null where one is not there. */
export function fieldsNow(content: Content, fields: Content): Content {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, content[field] ?? null]));
}

/** What people know an entry by: its pattern, what a callback is called, the name of the others. */
export function nameOf({ kind, id, content }: Pick<DraftEntry, 'kind' | 'id' | 'content'>): string {
  const name = kind === 'handler' ? content['pattern'] : kind === 'callback' ? content['callback_data'] : id;
  return typeof name === 'string' ? name : id;
}

/** The field in which its name stands; null where the id is the name. */
export function nameField(kind: EntryKind): string | null {
  return kind === 'handler' ? 'pattern' : kind === 'callback' ? 'callback_data' : null;
}

/** Whether two values say the same; fields that are not there are null, and their order says nothing. */
export function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return (one ?? null) === (other ?? null);
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    );
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame(one[key], other[key]));
}
