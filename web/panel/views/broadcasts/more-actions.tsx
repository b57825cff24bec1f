import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { addBroadcast, broadcastsPath, deleteBroadcast, type Broadcast } from '../../api/broadcasts.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyFailed } from '../../parts/notify.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

interface MoreActionsProps {
  readonly broadcast: Broadcast;
  readonly onOpen: (id: string | undefined) => void;
}

/** What can be done with a broadcast in any state: a copy, and away with it where nobody is being written to. */
export function MoreActions({ broadcast, onOpen }: MoreActionsProps) {
  const words = useWords(broadcastWords);
  const [isAsking, { open, close }] = useDisclosure(false);
  const { id, name, content, segment, state } = broadcast;
  const copy = useMutation({
    mutationFn: () => addBroadcast({ name: words.copyOf(name).slice(0, 120), content, segment }),
    onSuccess: (made) => onOpen(made.id),
  });
  const remove = useChange(broadcastsPath, () => deleteBroadcast(id), words.deleted);
  const failure = useErrorText(remove.error);
  const isOver = state === 'draft' || state === 'done' || state === 'stopped';
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
        loading={copy.isPending}
        onClick={() => copy.mutate()}
      >
        {words.copy}
      </Button>
      {isOver && (
        <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={open}>
          {words.delete}
        </Button>
      )}
      <Confirm
        isOpen={isAsking}
        title={words.deleteTitle}
        action={words.delete}
        isDangerous
        isBusy={remove.isPending}
        onClose={close}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => onOpen(undefined),
            onError: () => notifyFailed(failure),
          })
        }
      >
        {words.deleteText}
      </Confirm>
    </>
  );
}
