/** Changes of several entries as one: all of them are made or none. */
import { changeEntries } from '../../../api/configuration.ts';
import { cachedEntry, freshDraft } from './draft-cache.ts';
import { fieldsNow, isSame, nameOf, type EntryRef } from './entry.ts';
import type { Step } from './steps.ts';

export type FieldsStep = Extract<Step, { readonly type: 'fields' }>;

/** One of the entries is not as it was when the change was wished, so none is changed. */
export class NotAsBefore extends Error {
  override readonly name = 'NotAsBefore';
  /** What people know the entry by. */
  readonly about: string;

  constructor(about: string) {
    super(`${about} is not as it was`);
    this.about = about;
  }
}

export function areTogether(steps: readonly Step[]): steps is readonly FieldsStep[] {
  return steps.length > 1 && steps.every(({ type }) => type === 'fields');
}

/**
 * @param isUnsaved whether changes of an entry are still on their way: what they are made of may yet be refused.
 * @throws NotAsBefore, Problem (412 where somebody was faster), Unreachable
 */
export async function runTogether(steps: readonly FieldsStep[], isUnsaved: (ref: EntryRef) => boolean): Promise<void> {
  const changes = steps.map(({ ref, before, after }) => {
    const entry = cachedEntry(ref);
    if (entry === undefined || isUnsaved(ref)) throw new NotAsBefore(entry === undefined ? ref.id : nameOf(entry));
    if (!isSame(fieldsNow(entry.content, after), before)) throw new NotAsBefore(nameOf(entry));
    return { ...ref, revision: entry.revision, fields: after };
  });
  try {
    await changeEntries(changes);
  } finally {
    // Refused, too: what somebody else changed shall be seen.
    await freshDraft().catch(() => undefined);
  }
}
