import { Button, Group, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession, latestSessionQuery } from '../../api/people.ts';
import { useMay } from '../../api/session.ts';
import { notifyDone } from '../../parts/notify.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { peopleWords } from './people-words.ts';

/** Whether somebody's timer runs, and a way to finish one that was forgotten. */
export function PersonTimer({ userId }: { readonly userId: string }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const mayFinish = useMay('tracker:write');
  const queries = useQueryClient();
  const latest = useQuery({ ...latestSessionQuery(userId), refetchInterval: 15_000 });
  const finish = useMutation({
    mutationFn: endSession,
    onSuccess: () => notifyDone(words.finished),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users', userId] }),
  });
  if (latest.isPending) return <Loading />;
  if (latest.isError) return <Failed error={latest.error} retry={() => void latest.refetch()} />;
  const session = latest.data;
  const isOpen = session !== null && session.state !== 'finished';
  const state = () => {
    if (session === null) return words.never;
    if (session.state === 'finished') return `${words.idle}. ${words.lastSession(format.ago(session.started_at))}`;
    return words[session.state](format.ago(session.started_at));
  };
  return (
    <section aria-label={words.state}>
      <Title order={3} size="h5" mb="xs">
        {words.state}
      </Title>
      <Group justify="space-between">
        <Text>{state()}</Text>
        {isOpen && mayFinish && (
          <Button size="xs" variant="default" loading={finish.isPending} onClick={() => finish.mutate(session.id)}>
            {words.finish}
          </Button>
        )}
      </Group>
      {finish.isError && <Failed error={finish.error} />}
    </section>
  );
}
