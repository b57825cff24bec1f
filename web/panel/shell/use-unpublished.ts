import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { configurationStateQuery, draftChangesQuery } from '../api/configuration.ts';

/** What runs, and in how many entries the draft is different; null while that is not known. */
export function useUnpublished(): { readonly version: number; readonly count: number } | null {
  const { data: state } = useQuery(configurationStateQuery);
  const hasChanges = state?.has_changes === true;
  const { data: changes } = useQuery({
    ...draftChangesQuery(state?.draft_revision ?? 0),
    enabled: hasChanges,
    // Every letter typed makes a new revision; what is said stays until the new one is counted.
    placeholderData: keepPreviousData,
  });
  if (state === undefined || (hasChanges && changes === undefined)) return null;
  // What was changed and changed back again is no difference.
  return { version: state.version, count: hasChanges ? (changes?.length ?? 0) : 0 };
}
