import { useDebouncedCallback, useTimeout } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { broadcastQuery, changeBroadcast, type BroadcastChange, type ReadBroadcast } from '../../api/broadcasts.ts';
import { Problem } from '../../api/problem.ts';
import { useLeaveGuard } from '../../parts/leave-guard.ts';
import { keepChanges, keptChanges } from './kept-changes.ts';
import { savable } from './rules/conditions.ts';

/** Milliseconds after the last change before it is saved. */
const pause = 700;

/** Milliseconds until what could not be sent is tried again, while the view is open. */
const retryAfter = 3_000;

export type Saving = 'saved' | 'saving' | 'unsaved' | 'conflict';

export interface DraftState {
  /** As it is on the screen. */
  readonly draft: Required<BroadcastChange>;
  /** As it is saved, with what is wrong with it. */
  readonly saved: ReadBroadcast;
  readonly saving: Saving;
  readonly error: Error | null;
  readonly change: (change: BroadcastChange) => void;
  /** Saves what is not saved yet and filled in. @throws Problem, Unreachable */
  readonly flush: () => Promise<ReadBroadcast>;
}

/**
 * A draft that saves itself a moment after each change, one request at a time, over the revision that was read last:
 * what somebody else has changed is never written over. What is not filled in yet waits.
 */
export function useDraft(read: ReadBroadcast): DraftState {
  const queries = useQueryClient();
  const [kept] = useState(() => keptChanges(read));
  const [draft, setDraft] = useState<Required<BroadcastChange>>(() => ({ ...fieldsOf(read), ...kept?.changes }));
  const [saved, setSaved] = useState(read);
  const [saving, setSaving] = useState<Saving>(kept === null ? 'saved' : 'unsaved');
  const [error, setError] = useState<Error | null>(null);
  const latest = useRef(kept?.upon ?? saved);
  const unsaved = useRef<BroadcastChange>(kept?.changes ?? {});
  useLeaveGuard(error !== null);
  const running = useRef<Promise<ReadBroadcast>>(Promise.resolve(saved));

  const save = async (): Promise<ReadBroadcast> => {
    const changes = savable(unsaved.current);
    if (Object.keys(changes).length === 0) return latest.current;
    const { segment } = unsaved.current;
    unsaved.current = segment === undefined || changes.segment !== undefined ? {} : { segment };
    setSaving('saving');
    try {
      const next = await changeBroadcast(latest.current, changes);
      latest.current = next;
      keepChanges(next, unsaved.current);
      setSaved(next);
      setError(null);
      setSaving(Object.keys(unsaved.current).length === 0 ? 'saved' : 'unsaved');
      queries.setQueryData(broadcastQuery(next.broadcast.id).queryKey, next);
      return next;
    } catch (cause) {
      unsaved.current = { ...changes, ...unsaved.current };
      const isConflict = cause instanceof Problem && (cause.status === 412 || cause.status === 409);
      setSaving(isConflict ? 'conflict' : 'unsaved');
      setError(cause instanceof Error ? cause : new Error(String(cause)));
      if (!(cause instanceof Problem) || cause.status >= 500 || cause.status === 429) again.start();
      throw cause;
    }
  };
  const flush = (): Promise<ReadBroadcast> => {
    running.current = running.current.then(save, save);
    return running.current;
  };
  const later = useDebouncedCallback(() => void flush().catch(() => undefined), pause);
  const again = useTimeout(() => void flush().catch(() => undefined), retryAfter);
  const flushRef = useRef(flush);
  flushRef.current = flush;
  // Whoever leaves in the middle of a pause has saved as well; what was kept from before is saved at once.
  useEffect(() => {
    const saveNow = (): void => void flushRef.current().catch(() => undefined);
    const saveHidden = (): void => {
      if (document.visibilityState === 'hidden') saveNow();
    };
    saveNow();
    addEventListener('online', saveNow);
    document.addEventListener('visibilitychange', saveHidden);
    return () => {
      removeEventListener('online', saveNow);
      document.removeEventListener('visibilitychange', saveHidden);
      saveNow();
    };
  }, []);

  return {
    draft,
    saved,
    saving,
    error,
    change(change) {
      setDraft((before) => ({ ...before, ...change }));
      unsaved.current = { ...unsaved.current, ...change };
      keepChanges(latest.current, unsaved.current);
      setSaving('unsaved');
      later();
    },
    flush,
  };
}

function fieldsOf({ broadcast: { name, content, segment } }: ReadBroadcast): Required<BroadcastChange> {
  return { name, content, segment };
}
