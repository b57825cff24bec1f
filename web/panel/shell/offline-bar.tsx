import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { Unreachable } from '../api/problem.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

/** Says that the server is away, from a question asked every now and then, until it is back. */
export function OfflineBar() {
  const words = useWords(shellWords);
  const { error } = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.error === null ? 15_000 : 3_000),
    retry: false,
  });
  if (!(error instanceof Unreachable)) return null;
  return (
    <Alert role="alert" color="yellow" radius={0} icon={<IconPlugConnectedX />} py="xs">
      {words.offline}
    </Alert>
  );
}
