import { ActionIcon, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { signOut, type Me } from '../api/session.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';
import { usePreferences } from './use-preferences.ts';

/** Who is signed in, and the way out; on a phone also the language and the colours. */
export function Account({ me }: { readonly me: Me }) {
  const words = useWords(shellWords);
  const leave = useMutation({ mutationFn: signOut });
  const { language, colours } = usePreferences();
  // What is only hidden would still be where the arrow keys begin.
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const Colours = colours.isDark ? IconSun : IconMoon;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="light" size="lg" radius="xl" aria-label={words.account(me.admin.login)}>
          <IconUser size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        <Menu.Label>{words.account(me.admin.login)}</Menu.Label>
        {!isWide && (
          <>
            <Menu.Item
              lang={language.other}
              leftSection={<IconLanguage size={16} aria-hidden />}
              onClick={language.change}
            >
              {language.label}
            </Menu.Item>
            <Menu.Item leftSection={<Colours size={16} aria-hidden />} onClick={colours.change}>
              {colours.label}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
