import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionQuery } from '../api/session.ts';
import { Unreachable } from '../api/problem.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

/** Says that the server is away, from a question asked every now and then, until it is back; then asks again for what failed. */
export function OfflineBar() {
  const words = useWords(shellWords);
  const queries = useQueryClient();
  const { error, dataUpdatedAt } = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.error === null ? 15_000 : 3_000),
    retry: false,
  });
  // With every answer, because others may have failed in an outage too short for this question to meet.
  useEffect(() => {
    const isMissed = ({ state }: { readonly state: { readonly error: unknown } }) => state.error instanceof Unreachable;
    void queries.refetchQueries({ type: 'active', predicate: isMissed });
  }, [dataUpdatedAt, queries]);
  if (!(error instanceof Unreachable)) return null;
  return (
    <Alert role="alert" color="yellow" radius={0} icon={<IconPlugConnectedX />} py="xs">
      {words.offline}
    </Alert>
  );
}
