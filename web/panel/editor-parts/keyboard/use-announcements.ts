import type { Announcements, UniqueIdentifier } from '@dnd-kit/core';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { Button, Layout } from '../configuration.ts';
import { plainLine } from '../screens.ts';
import { keyboardWords } from './keyboard-words.ts';

/** What a screen reader says while a button is dragged. */
export function useAnnouncements(layout: Layout, buttons: Readonly<Record<string, Button>>): Announcements {
  const words = useWords(keyboardWords);
  const { language } = useLanguage();
  const labelOf = (id: UniqueIdentifier) => {
    const [row = 0, column = 0] = placeOf(id);
    const cell = layout[row]?.[column];
    const button = typeof cell === 'string' ? buttons[cell] : cell;
    return plainLine(button?.label, language);
  };
  return {
    onDragStart: ({ active }) => words.dragged(labelOf(active.id)),
    onDragOver({ active, over }) {
      if (over === null) return undefined;
      const [row = 0, column = 0] = placeOf(over.id);
      return words.over(labelOf(active.id), row + 1, column + 1);
    },
    onDragEnd: ({ active }) => words.dropped(labelOf(active.id)),
    onDragCancel: ({ active }) => words.cancelled(labelOf(active.id)),
  };
}

function placeOf(id: UniqueIdentifier): readonly number[] {
  return String(id).split(':').map(Number);
}
