import { ActionIcon, Button, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

/** The language and the colours of the panel, kept in this browser. */
export function Preferences() {
  const words = useWords(shellWords);
  const { language, setLanguage } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const other = language === 'ru' ? 'en' : 'ru';
  const label = isDark ? words.light : words.dark;
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" lang={other} onClick={() => setLanguage(other)}>
        {words.otherLanguage}
      </Button>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={label}
          onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        >
          {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
