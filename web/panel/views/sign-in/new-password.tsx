import { Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { send } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { notifyDone } from '../../parts/notify.ts';
import { useWords } from '../../words/words.ts';
import { noteTyped, putOff, typedPassword } from './one-time-password.ts';
import { Refusal } from './sign-in-view.tsx';
import { signInWords } from './sign-in-words.ts';

/** As the API asks for. */
const shortest = 8;

/** Asks whoever came in with a password that somebody else made for one of their own. @param onLater puts it off. */
export function NewPassword({ login, onLater }: { readonly login: string; readonly onLater: () => void }) {
  const words = useWords(signInWords);
  const queries = useQueryClient();
  const known = typedPassword();
  const [current, setCurrent] = useState(known);
  const [chosen, setChosen] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: async () => {
      await send('POST', '/auth/password', { body: { current_password: current, new_password: chosen } });
      noteTyped('');
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
    onSuccess: () => notifyDone(words.changed),
  });
  const isShort = chosen.length < shortest;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShort) change.mutate();
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper component="form" onSubmit={submit} withBorder shadow="sm" p="xl" w={400} maw="100%">
        <Stack>
          <Title order={1} size="h3">
            {words.newTitle}
          </Title>
          <Text c="dimmed">{words.newAbout}</Text>
          {/* For whatever keeps passwords: it files the new one under this name. */}
          <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
          {known === '' && (
            <PasswordInput
              label={words.current}
              value={current}
              autoComplete="current-password"
              onChange={(event) => setCurrent(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            label={words.chosen}
            description={words.rule}
            value={chosen}
            autoComplete="new-password"
            data-autofocus
            error={isTried && isShort ? words.tooShort : null}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          {change.isError && <Refusal error={change.error} />}
          <Group justify="space-between">
            <Button
              variant="subtle"
              onClick={() => {
                putOff();
                onLater();
              }}
            >
              {words.later}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {words.change}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
}
