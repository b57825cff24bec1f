import { useCallback } from 'react';
import { useActionTitle } from '../../api/action-title.ts';
import type { DraftEntry } from '../../api/configuration.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { editorWords } from './editor-words.ts';
import { titleOf, type Title } from './rules/titles.ts';

/** What entries are called, in the panel's language. */
export function useTitleOf(): (entry: DraftEntry) => Title {
  const { titles } = useWords(editorWords);
  const { language } = useLanguage();
  const actionTitle = useActionTitle();
  return useCallback(
    (entry: DraftEntry) => titleOf(entry, { language, words: titles, actionTitle }),
    [titles, language, actionTitle],
  );
}
