import { Button, Card, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeOwnTelegramId, choosePassword } from '../../api/accounts.ts';
import { Problem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionQuery } from '../../api/session.ts';
import { commonWords } from '../../parts/common-words.ts';
import { notifyDone } from '../../parts/notify.ts';
import { Failed, useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';
import { OwnSessions } from './own-sessions.tsx';

/** What concerns oneself: the role, where notices go, the password, where one is signed in. */
export function MeTab() {
  const words = useWords(accessWords);
  const { data: me } = useQuery(sessionQuery);
  if (!me) return null;
  const { login, role, telegram_id: telegramId } = me.admin;
  return (
    <Stack>
      <Text>
        {login} · {words.roles[role]}. {words.roleAbout[role]}.
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <TelegramForm current={telegramId} />
        <PasswordForm />
      </SimpleGrid>
      <OwnSessions />
    </Stack>
  );
}

function TelegramForm({ current }: { readonly current: string | null }) {
  const words = useWords(accessWords);
  const common = useWords(commonWords);
  const [id, setId] = useState(current ?? '');
  const keep = useMutation({
    mutationFn: () => changeOwnTelegramId(id.trim() || null),
    onSuccess: () => notifyDone(words.saved),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return (
    <Card component="form" withBorder onSubmit={submitting(keep.mutate)}>
      <Stack>
        <TextInput
          label={words.telegram}
          description={words.telegramAbout}
          inputMode="numeric"
          pattern="\d{1,15}"
          value={id}
          onChange={({ currentTarget }) => setId(currentTarget.value)}
        />
        {keep.isError && <Failed error={keep.error} />}
        <Group>
          <Button type="submit" variant="default" loading={keep.isPending}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function PasswordForm() {
  const words = useWords(accessWords);
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const change = useMutation({
    mutationFn: () => choosePassword(current, chosen),
    onSuccess: () => {
      notifyDone(words.passwordChanged);
      setCurrent('');
      setChosen('');
      void queryClient.invalidateQueries();
    },
  });
  const isWrong = change.error instanceof Problem && change.error.status === 401;
  const errorText = useErrorText(change.error);
  return (
    <Card component="form" withBorder onSubmit={submitting(change.mutate)}>
      <Stack>
        <Title order={2} size="h4">
          {words.password}
        </Title>
        <PasswordInput
          label={words.currentPassword}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          error={change.isError && (isWrong ? words.wrongPassword : errorText)}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          label={words.newPassword}
          description={words.passwordAbout}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={8}
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>
            {words.changePassword}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

const submitting = (act: () => void) => (event: FormEvent) => {
  event.preventDefault();
  act();
};
