import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { draftQuery, type Difference, type DraftEntry } from '../../api/configuration.ts';
import { textIn } from '../../words/text-in.ts';

/** Screens that are named; the others are not what somebody looks for. */
const mostNamed = 5;

/** Tells on which screens of the draft a keyboard or a shared button is shown. */
export function useShownOn(): (difference: Pick<Difference, 'kind' | 'id'>) => readonly string[] {
  const { data } = useQuery(draftQuery);
  return useMemo(() => {
    const entries = data?.entries ?? [];
    return ({ kind, id }) => {
      if (kind !== 'keyboard' && kind !== 'button') return [];
      const keyboards =
        kind === 'keyboard' ? [id] : entries.filter((entry) => hasButton(entry, id)).map((one) => one.id);
      return entries
        .filter(({ content: { keyboard_id: shown } }) => typeof shown === 'string' && keyboards.includes(shown))
        .map(({ content }) => textIn(content['pattern'] ?? content['callback_data'], 'ru'))
        .slice(0, mostNamed);
    };
  }, [data]);
}

function hasButton({ kind, content: { layout } }: DraftEntry, id: string): boolean {
  return kind === 'keyboard' && Array.isArray(layout) && layout.flat().includes(id);
}
