import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  checkQuery,
  configurationStateQuery,
  draftChangesQuery,
  draftQuery,
  registryQuery,
  vocabularyQuery,
} from '../../api/configuration.ts';
import { sessionQuery, useMay } from '../../api/session.ts';
import { notifyFailed } from '../../parts/notify.ts';
import { useAddress } from '../../parts/use-address.ts';
import type { Editor } from './editor-context.ts';
import { useFailureText } from './failure-text.ts';
import { rememberedValues, withRemembered } from './rules/remembered.ts';
import { useWorkbench, workbench } from './use-workbench.ts';
import { freshDraft } from './workbench/draft-cache.ts';
import { keyOf, refOf, type EntryRef } from './workbench/entry.ts';
import type { Step } from './workbench/steps.ts';
import { entriesWith } from './workbench/workbench.ts';

/** Whether what the check says is about the draft as it is. */
export type CheckStanding = 'checked' | 'checking' | 'unchecked';

export interface DraftEditor {
  /** Null while it is on its way, or where it cannot be had. */
  readonly editor: Editor | null;
  readonly error: unknown;
  readonly retry: () => void;
  readonly check: CheckStanding;
}

/** The draft with everything that bears on it, kept up to date with what others do. */
export function useDraftEditor(): DraftEditor {
  const failureText = useFailureText();
  const canWrite = useMay('config:write');
  const { data: me } = useQuery(sessionQuery);
  const { edits, aliases } = useWorkbench();
  const draft = useQuery(draftQuery);
  const registry = useQuery(registryQuery);
  const vocabulary = useQuery(vocabularyQuery);
  const { data: state } = useQuery(configurationStateQuery);
  const revision = draft.data?.revision;
  const check = useQuery({
    ...checkQuery(revision ?? 0),
    enabled: revision !== undefined,
    placeholderData: keepPreviousData,
  });
  const { data: changes } = useQuery({
    ...draftChangesQuery(revision ?? 0),
    enabled: revision !== undefined,
    placeholderData: keepPreviousData,
  });

  const login = me?.admin.login;
  useEffect(() => {
    if (login !== undefined) workbench.belongTo(login);
  }, [login]);
  const latest = state?.draft_revision;
  useEffect(() => {
    if (latest !== undefined && revision !== undefined && latest > revision) void freshDraft().catch(() => undefined);
  }, [latest, revision]);

  const [{ entry: asked }, changeAddress] = useAddress(['entry']);
  const key = asked === undefined ? undefined : (aliases.get(asked) ?? asked);
  const open = useCallback(
    (ref: EntryRef | null) => changeAddress({ entry: ref === null ? undefined : keyOf(ref) }, true),
    [changeAddress],
  );
  const carryOut = useCallback(
    async (steps: readonly Step[]): Promise<EntryRef | null> => {
      try {
        return await workbench.carryOut(steps, performance.now());
      } catch (error) {
        notifyFailed(failureText(error));
        return null;
      }
    },
    [failureText],
  );

  const entries = useMemo(() => entriesWith(draft.data?.entries ?? [], edits), [draft.data, edits]);
  const changed = useMemo(() => new Set((changes ?? []).map(({ kind, id }) => `${kind}/${id}`)), [changes]);
  const own = useMemo(() => rememberedValues(entries, registry.data ?? []), [entries, registry.data]);
  // Whatever is typed makes new entries; what may be named stays the same while it says the same.
  const [remembered, setRemembered] = useState(own);
  if (remembered !== own && JSON.stringify(remembered) !== JSON.stringify(own)) setRemembered(own);
  const known = useMemo(
    () => vocabulary.data && withRemembered(vocabulary.data, remembered),
    [vocabulary.data, remembered],
  );
  const editor = useMemo((): Editor | null => {
    if (draft.data === undefined || registry.data === undefined || known === undefined) return null;
    return {
      entries,
      registry: registry.data,
      vocabulary: known,
      problems: check.data?.problems ?? [],
      changed,
      canWrite,
      selected: key === undefined ? null : refOf(key),
      open,
      change: (ref, fields) => workbench.change(ref, fields, performance.now()),
      carryOut,
    };
  }, [draft.data, registry.data, known, entries, check.data, changed, canWrite, key, open, carryOut]);

  return {
    editor,
    error: draft.error ?? registry.error ?? vocabulary.error,
    retry: () => void Promise.all([draft.refetch(), registry.refetch(), vocabulary.refetch()]),
    check: check.isFetching ? 'checking' : check.isError || check.data === undefined ? 'unchecked' : 'checked',
  };
}
