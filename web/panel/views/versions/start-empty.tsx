import { Text } from '@mantine/core';
import { emptyDraft } from '../../api/versions.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useWords } from '../../words/words.ts';
import { useDraftDeed } from './use-draft-deed.ts';
import { versionsWords } from './versions-words.ts';

interface StartEmptyProps {
  readonly isOpen: boolean;
  /** Of the draft that is looked at: nobody else's change goes along unseen. */
  readonly revision: number;
  readonly onClose: () => void;
  /** The draft is empty, and says so itself where it is shown. */
  readonly onDone: () => void;
}

/** Asks, and takes everything out of the draft: for whoever builds a bot of their own from nothing. */
export function StartEmpty({ isOpen, revision, onClose, onDone }: StartEmptyProps) {
  const words = useWords(versionsWords);
  const emptying = useDraftDeed(() => emptyDraft(revision), onDone);
  return (
    <Confirm
      isOpen={isOpen}
      title={words.emptyQuestion}
      action={words.emptyAction}
      isDangerous
      isBusy={emptying.isPending}
      onConfirm={() => emptying.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.emptyText}</Text>
    </Confirm>
  );
}
