/** What is different between two configurations, entry by entry. */
import { isDeepStrictEqual } from 'node:util';
import type { ConfigDocument } from '../schema.ts';
import { ENTRY_KINDS, entryName, takeApart, type EntryIds, type EntryKind, type PlacedContent } from './draft.ts';
import { movedAmong } from './order.ts';

export interface FieldDifference {
  readonly field: string;
  /** Undefined where it was not there. */
  readonly before: unknown;
  /** Undefined where it is not there any more. */
  readonly after: unknown;
}

export interface EntryDifference {
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  /** `header` for what belongs to no entry. */
  readonly kind: EntryKind | 'header';
  readonly id: string;
  readonly name: string;
  /** Whether it stands elsewhere among the others; a changed one may have moved as well. */
  readonly moved: boolean;
  readonly fields: readonly FieldDifference[];
}

export interface Compared extends EntryIds {
  readonly document: ConfigDocument;
}

/** What changed from one document to another, entry by entry; entries are the same by their ids. */
export function differences(before: Compared, after: Compared): EntryDifference[] {
  const [old, made] = [takeApart(before.document, before), takeApart(after.document, after)];
  const header = changedFields(headerOf(before), headerOf(after));
  return [
    ...(header.length === 0
      ? []
      : [{ change: 'changed', kind: 'header', id: '', name: '', moved: false, fields: header } as const]),
    ...ENTRY_KINDS.flatMap((kind) =>
      differencesOf(
        old.filter((entry) => entry.kind === kind),
        made.filter((entry) => entry.kind === kind),
        kind === 'handler' || kind === 'callback',
      ),
    ),
  ];
}

/** The fields that are not the same. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldDifference[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].flatMap((field) => {
    const difference = { field, before: before[field], after: after[field] };
    return isDeepStrictEqual(difference.before, difference.after) ? [] : [difference];
  });
}

function headerOf({ document }: Compared): Readonly<Record<string, unknown>> {
  return { ready_made_activities: document.ready_made_activities };
}

function differencesOf(
  before: readonly PlacedContent[],
  after: readonly PlacedContent[],
  isOrdered: boolean,
): EntryDifference[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const made = new Map(after.map((entry) => [entry.id, entry]));
  const movedIds = isOrdered ? movedAmong([...old.keys()], [...made.keys()]) : new Set<string>();
  const differ = (
    change: EntryDifference['change'],
    entry: PlacedContent,
    fields: readonly FieldDifference[],
  ): EntryDifference => {
    const { kind, id } = entry;
    return { change, kind, id, name: entryName(entry), moved: movedIds.has(id), fields };
  };
  const stayed = after.flatMap((entry) => {
    const was = old.get(entry.id);
    if (was === undefined) return [differ('added', entry, changedFields({}, entry.content))];
    const fields = changedFields(was.content, entry.content);
    if (fields.length > 0) return [differ('changed', entry, fields)];
    return movedIds.has(entry.id) ? [differ('moved', entry, [])] : [];
  });
  const gone = before.filter(({ id }) => !made.has(id));
  return [...stayed, ...gone.map((entry) => differ('removed', entry, changedFields(entry.content, {})))];
}
