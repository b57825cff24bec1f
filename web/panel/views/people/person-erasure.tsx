import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { eraseUser, type User } from '../../api/people.ts';
import { useMay } from '../../api/session.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { peopleWords } from './people-words.ts';

interface PersonErasureProps {
  readonly person: User;
  /** Whether it is being asked whether that is meant. */
  readonly onAsking: (isAsking: boolean) => void;
  /** Is told the job that erases. */
  readonly onErasing: (jobId: string) => void;
}

/** Erasing everything about somebody: asked for with their number typed. */
export function PersonErasure({ person, onAsking, onErasing }: PersonErasureProps) {
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
    onSuccess: ({ id }) => {
      onErasing(id);
      return queries.invalidateQueries({ queryKey: ['list', '/users'] });
    },
    onSettled: close,
  });
  if (!mayErase) return null;
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
