import { Alert, Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { signIn } from '../../api/session.ts';
import { useErrorText } from '../../parts/states.tsx';
import { defineWords, useWords } from '../../words/words.ts';

const signInWords = defineWords(
  { title: 'Вход в Minuta', login: 'Логин', password: 'Пароль', enter: 'Войти' },
  { title: 'Sign in to Minuta', login: 'Login', password: 'Password', enter: 'Sign in' },
);

export function SignInView() {
  const words = useWords(signInWords);
  const [login, setLogin] = useState('admin');
  const [password, setPassword] = useState('');
  const enter = useMutation({ mutationFn: () => signIn(login, password) });
  const errorText = useErrorText(enter.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper component="form" onSubmit={submit} withBorder shadow="sm" p="xl" w={360} maw="100%">
        <Stack>
          <Title order={1} size="h3">
            {words.title}
          </Title>
          <TextInput
            label={words.login}
            value={login}
            autoComplete="username"
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            value={password}
            autoComplete="current-password"
            data-autofocus
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {enter.isError && <Alert color="red">{errorText}</Alert>}
          <Button type="submit" loading={enter.isPending}>
            {words.enter}
          </Button>
        </Stack>
      </Paper>
    </Center>
  );
}
