import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { entryWords } from './entry-words.ts';
import { References } from './leads-here.tsx';
import { referencesTo } from './rules/references.ts';
import { nameOf } from './workbench/entry.ts';
import { neighbours, removalOf } from './workbench/make-steps.ts';

interface DeleteEntryProps {
  readonly entry: DraftEntry;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before an entry goes, and says what would lead nowhere then. */
export function DeleteEntry({ entry, isOpen, onClose }: DeleteEntryProps) {
  const words = useWords(entryWords);
  const { entries, carryOut, open } = useEditor();
  const references = useMemo(() => (isOpen ? referencesTo(entries, entry) : []), [isOpen, entries, entry]);
  const remove = () => {
    onClose();
    const { before, after } = neighbours(entries, entry);
    const next = after ?? before;
    open(next === null ? null : { kind: entry.kind, id: next });
    void carryOut([removalOf(entries, entry)]);
  };
  return (
    <Confirm
      isOpen={isOpen}
      title={words.deleteTitle(nameOf(entry))}
      action={words.delete}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      {references.length === 0 ? (
        <Text>{words.deleteFree}</Text>
      ) : (
        <Stack gap="xs">
          <Text>{words.deleteUsed(references.length)}</Text>
          <References references={references} />
        </Stack>
      )}
    </Confirm>
  );
}
