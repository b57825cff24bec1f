import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

/** The other language and the other colours, with what to call them and how to have them. */
export function usePreferences() {
  const words = useWords(shellWords);
  const { language, setLanguage } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const other = language === 'ru' ? 'en' : 'ru';
  return {
    language: { other, label: words.otherLanguage, change: () => setLanguage(other) },
    colours: {
      isDark,
      label: isDark ? words.light : words.dark,
      change: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
  } as const;
}
