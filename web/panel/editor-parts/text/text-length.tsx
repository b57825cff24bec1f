import { Text } from '@mantine/core';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import classes from '../editor-parts.module.css';
import { lengthOf, type Piece } from './pieces.ts';
import { textWords } from './text-words.ts';

/** How long a text is as Telegram counts, and how long it may be. */
export function TextLength({ pieces, most }: { readonly pieces: readonly Piece[] | null; readonly most: number }) {
  const words = useWords(textWords);
  const format = useFormat();
  if (pieces === null) return null;
  const length = lengthOf(pieces);
  const hasChips = pieces.some(({ kind }) => kind === 'chip');
  const isOver = length > most;
  return (
    <Text size="xs" {...(isOver ? { className: classes[hasChips ? 'warning' : 'error'] } : { c: 'dimmed' })}>
      {words.count(format.number(length), format.number(most))}
      {isOver && `. ${words.tooLong(format.number(length - most))}`}
      {hasChips && `; ${words.countedAsSource}`}
    </Text>
  );
}
