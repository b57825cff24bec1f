/** Steps of the kind that is carried out at once: what is added, deleted, moved, renamed. */
import { addEntry, changeEntry, removeEntry, type DraftEntry } from '../../../api/configuration.ts';
import { Problem } from '../../../api/problem.ts';
import { cachedEntry, freshDraft } from './draft-cache.ts';
import type { EntryRef } from './entry.ts';
import type { Step } from './steps.ts';

export type StructuralStep = Exclude<Step, { readonly type: 'fields' }>;

/** An entry that is known by another id from now on. */
export interface Renumbering {
  readonly ref: EntryRef;
  readonly to: string;
}

/** @returns the entry's other id, where it got one. @throws Problem, Unreachable */
export async function runStep(step: StructuralStep): Promise<Renumbering | null> {
  const renumbering = await carriedOut(step);
  await freshDraft();
  return renumbering;
}

async function carriedOut(step: StructuralStep): Promise<Renumbering | null> {
  switch (step.type) {
    case 'add': {
      const { kind, id } = step.ref;
      const entry = await addedAt(step);
      // What belonged to it belongs to it again.
      for (const owned of step.owned) await changeEntry({ kind: 'callback', id: owned }, { handler_id: entry.id });
      return entry.id === id ? null : { ref: { kind, id }, to: entry.id };
    }
    case 'remove': {
      const entry = cachedEntry(step.ref);
      if (entry !== undefined) await removeEntry(entry);
      return null;
    }
    case 'move':
      await changeEntry(step.ref, {}, { after: step.to });
      return null;
    case 'rename':
      await changeEntry({ kind: step.kind, id: step.from }, { id: step.to });
      return { ref: { kind: step.kind, id: step.from }, to: step.to };
    default:
      return step satisfies never;
  }
}

async function addedAt({ ref: { kind, id }, content, behind }: Extract<Step, { type: 'add' }>): Promise<DraftEntry> {
  const isNamed = kind === 'keyboard' || kind === 'button';
  const wish = { content, ...(isNamed && { id }) };
  const after = behind !== null && cachedEntry({ kind, id: behind }) === undefined ? undefined : behind;
  try {
    return await addEntry(kind, { ...wish, ...(after !== undefined && { place: { after } }) });
  } catch (error) {
    // Whom it stood behind may have gone in this very moment: then the end will do.
    const isPlace = error instanceof Problem && error.errors.some(({ path }) => path === 'after');
    if (!isPlace) throw error;
    return addEntry(kind, wish);
  }
}
