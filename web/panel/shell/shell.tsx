import { AppShell, Burger, Center, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { NewPassword } from '../views/sign-in/new-password.tsx';
import { isPutOff } from '../views/sign-in/one-time-password.ts';
import { SignInView } from '../views/sign-in/sign-in-view.tsx';
import { useWords } from '../words/words.ts';
import { Account } from './account.tsx';
import { DraftState } from './draft-state.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineBar } from './offline-bar.tsx';
import { Preferences } from './preferences.tsx';
import { shellWords } from './shell-words.ts';
import classes from './shell.module.css';

/** What every view stands in; whoever is not signed in sees the sign-in instead, at the same address. */
export function Shell() {
  const words = useWords(shellWords);
  const { data: me, error, refetch } = useQuery(sessionQuery);
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const [isPasswordLater, { open: putOffPassword }] = useDisclosure(isPutOff());
  if (me === undefined)
    return (
      <Center component="main" mih="100dvh" p="md">
        {error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />}
      </Center>
    );
  if (me === null) return <SignInView />;
  if (me.admin.must_change_password && !isPasswordLater)
    return <NewPassword login={me.admin.login} onLater={putOffPassword} />;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={0}
    >
      <a className={classes['skip']} href="#content">
        {words.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.menu} />
            <img src="/icon.svg" width={28} height={28} alt="" />
            <Text fw={700}>Minuta</Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <DraftState />
            <Group gap="xs" wrap="nowrap" visibleFrom="sm">
              <Preferences />
            </Group>
            <Account me={me} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.menu}>
        <ScrollArea>
          <Navigation onGo={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes['main'] ?? ''}>
        <OfflineBar />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
