import { Alert, Button, Center, Code, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { Problem } from '../../api/problem.ts';
import { signIn } from '../../api/session.ts';
import { useErrorText } from '../../parts/states.tsx';
import { Preferences } from '../../shell/preferences.tsx';
import { useWords } from '../../words/words.ts';
import { noteTyped } from './one-time-password.ts';
import { signInWords } from './sign-in-words.ts';

/** The door, at whatever address somebody came to. */
export function SignInView() {
  const words = useWords(signInWords);
  const [login, setLogin] = useState('admin');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => {
      // Before signing in: the page behind the door is there before this is over.
      noteTyped(password);
      return signIn(login, password);
    },
  });
  useEffect(() => {
    document.title = `${words.enter} · Minuta`;
  }, [words]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={400} maw="100%" gap="xs">
        <Paper component="form" onSubmit={submit} withBorder shadow="sm" p="xl">
          <Stack>
            <Group gap="sm" wrap="nowrap">
              <img src="/icon.svg" width={32} height={32} alt="" />
              <Title order={1} size="h3">
                {words.title}
              </Title>
            </Group>
            <TextInput
              label={words.login}
              value={login}
              required
              withAsterisk={false}
              autoComplete="username"
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <PasswordInput
              label={words.password}
              value={password}
              required
              withAsterisk={false}
              autoComplete="current-password"
              data-autofocus
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {enter.isError && <Refusal error={enter.error} />}
            <Button type="submit" loading={enter.isPending}>
              {words.enter}
            </Button>
            <Text size="sm" c="dimmed">
              {words.hint} <Code>npx minuta admin reset-password</Code>
            </Text>
          </Stack>
        </Paper>
        <Group justify="center" gap="xs">
          <Preferences />
        </Group>
      </Stack>
    </Center>
  );
}

/** Why nobody came in, in the reader's language. */
export function Refusal({ error }: { readonly error: unknown }) {
  const words = useWords(signInWords);
  const usual = useErrorText(error);
  const problem = error instanceof Problem ? error : null;
  const isBlocked = problem?.code === 'too_many_failures';
  const said = isBlocked ? words.tooMany(problem?.retryAfter ?? 30) : problem?.status === 401 ? words.wrong : usual;
  return (
    <Alert color={isBlocked ? 'yellow' : 'red'} role="alert">
      {said}
    </Alert>
  );
}
