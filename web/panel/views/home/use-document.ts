import { useQuery } from '@tanstack/react-query';
import { configurationStateQuery } from '../../api/configuration.ts';
import { documentQuery } from './home-queries.ts';

/** The draft as one document, anew when somebody has changed it. */
export function useDocument() {
  const state = useQuery(configurationStateQuery);
  const revision = state.data?.draft_revision;
  const document = useQuery({ ...documentQuery(revision ?? 0), enabled: revision !== undefined });
  return {
    data: document.data,
    error: state.error ?? document.error,
    refetch: () => Promise.all([state.refetch(), document.refetch()]),
  };
}
