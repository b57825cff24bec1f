import { Alert, Button, Progress, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { eraseUser, jobQuery, type User } from '../../api/people.ts';
import { useMay } from '../../api/session.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { peopleWords } from './people-words.ts';

interface PersonErasureProps {
  readonly person: User;
  /** Whether it is being asked whether that is meant. */
  readonly onAsking: (isAsking: boolean) => void;
}

/** Erasing everything about somebody: asked for with their number typed, followed to its end. */
export function PersonErasure({ person, onAsking }: PersonErasureProps) {
  const words = useWords(peopleWords);
  const mayErase = useMay('users:write');
  const [isOpen, { open, close }] = useDisclosure(false, {
    onOpen: () => onAsking(true),
    onClose: () => onAsking(false),
  });
  const [typed, setTyped] = useState('');
  const queries = useQueryClient();
  const erase = useMutation({
    mutationFn: () => eraseUser(person.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['list', '/users'] }),
    onSettled: close,
  });
  if (!mayErase) return null;
  if (erase.data) return <ErasureProgress jobId={erase.data.id} />;
  return (
    <div>
      <Button color="red" variant="outline" onClick={open}>
        {words.erase}
      </Button>
      {erase.isError && <Failed error={erase.error} />}
      <Confirm
        isOpen={isOpen}
        title={words.eraseTitle}
        action={words.erase}
        isDangerous
        isBusy={erase.isPending}
        isReady={typed.trim() === person.id}
        onConfirm={() => erase.mutate()}
        onClose={close}
      >
        <Text mb="sm">{words.eraseText}</Text>
        <TextInput
          label={words.eraseType(person.id)}
          value={typed}
          data-autofocus
          autoComplete="off"
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </Confirm>
    </div>
  );
}

function ErasureProgress({ jobId }: { readonly jobId: string }) {
  const words = useWords(peopleWords);
  const { data: job } = useQuery(jobQuery(jobId));
  if (job?.status === 'done')
    return (
      <Alert color="teal" role="status">
        {words.eraseDone}
      </Alert>
    );
  if (job?.status === 'failed') return <Alert color="red">{words.eraseFailed(job.error ?? jobId)}</Alert>;
  const progress = job?.progress ?? 0;
  return (
    <div role="status">
      <Text size="sm">{words.eraseRunning(progress)}</Text>
      <Progress color="red" value={progress} aria-label={words.eraseRunning(progress)} />
    </div>
  );
}
