import { Alert, Button, Group, List, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { send } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { botQuery, type BotView } from '../../bot/bot-query.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyDone } from '../../parts/notify.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { settingsWords } from './settings-words.ts';

/** A token is pasted, tried with Telegram and used at once. @param isReplacement whether a real bot is connected. */
export function ConnectForm({ isReplacement }: { readonly isReplacement: boolean }) {
  const words = useWords(settingsWords);
  const queries = useQueryClient();
  const [token, setToken] = useState('');
  const connect = useMutation({
    mutationFn: (takeOver: boolean) =>
      send<BotView>('PUT', '/bot/token', { body: { token: token.trim(), ...(takeOver && { take_over: true }) } }),
    onSuccess: (view) => {
      setToken('');
      queries.setQueryData(botQuery.queryKey, view);
      notifyDone(words.connected(view.bot?.name ?? ''));
    },
  });
  const host = hostInUse(connect.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    connect.mutate(false);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h5">
          {isReplacement ? words.replace : words.connect}
        </Title>
        <List type="ordered" size="sm">
          {words.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <PasswordInput
          label={words.token}
          description={words.tokenHint}
          value={token}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        {connect.isError && host === null && <Refusal error={connect.error} />}
        <Group>
          <Button type="submit" loading={connect.isPending} disabled={token.trim() === ''}>
            {words.connectAction}
          </Button>
        </Group>
        {!isReplacement && (
          <Text size="sm" c="dimmed">
            {words.keepsPeople}
          </Text>
        )}
      </Stack>
      <Confirm
        isOpen={host !== null}
        title={words.inUse}
        action={words.takeOver}
        isDangerous
        isBusy={connect.isPending}
        onConfirm={() => connect.mutate(true)}
        onClose={() => connect.reset()}
      >
        {words.inUseAbout(host ?? '')}
      </Confirm>
    </form>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const words = useWords(settingsWords);
  const usual = useErrorText(error);
  const code = error instanceof Problem ? error.code : '';
  const isUnknown = error instanceof Problem && error.errors.some(({ message }) => message.includes('not known'));
  const said =
    code === 'telegram_unreachable'
      ? words.telegramAway
      : code !== 'invalid'
        ? usual
        : isUnknown
          ? words.tokenUnknown
          : words.tokenShape;
  return (
    <Alert color="red" role="alert">
      {said}
    </Alert>
  );
}

/** Where the bot's messages go, where another program is seen to have them. */
function hostInUse(error: Error | null): string | null {
  if (!(error instanceof Problem) || error.code !== 'in_use') return null;
  return typeof error.members['host'] === 'string' ? error.members['host'] : '?';
}
