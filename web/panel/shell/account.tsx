import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { signOut, type Me } from '../api/session.ts';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

/** Who is signed in, and the way out. */
export function Account({ me }: { readonly me: Me }) {
  const words = useWords(shellWords);
  const leave = useMutation({ mutationFn: signOut });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="light" size="lg" radius="xl" aria-label={words.account(me.admin.login)}>
          <IconUser size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.account(me.admin.login)}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
