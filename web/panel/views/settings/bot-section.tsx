import { Alert, Anchor, Avatar, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { botQuery, chatAddress, type BotView } from '../../bot/bot-query.ts';
import { BotBadge, BotTrouble } from '../../bot/bot-state.tsx';
import { botWords } from '../../bot/bot-words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyDone } from '../../parts/notify.ts';
import { Section } from '../../parts/section.tsx';
import { useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { ConnectForm } from './connect-form.tsx';
import { settingsWords } from './settings-words.ts';

/** Which bot is connected, and the way to another one. */
export function BotSection({ bot }: { readonly bot: BotView }) {
  const words = useWords(settingsWords);
  const mayConnect = useMay('accounts:write');
  const { fixed, source } = bot.token;
  return (
    <Section title={words.bot}>
      <BotName bot={bot} />
      <BotTrouble bot={bot} />
      {fixed !== null ? (
        <Alert color="blue">{words.fixed[fixed]}</Alert>
      ) : mayConnect ? (
        <>
          <ConnectForm isReplacement={source === 'kept'} />
          {source === 'kept' && <Disconnect />}
        </>
      ) : (
        <Text c="dimmed">{words.ownerOnly}</Text>
      )}
    </Section>
  );
}

function BotName({ bot: view }: { readonly bot: BotView }) {
  const words = useWords(settingsWords);
  const about = useWords(botWords);
  const { bot, is_simulated: isSimulated } = view;
  const name = bot?.name ?? about.nameless;
  return (
    <Stack gap="xs">
      <Group wrap="nowrap">
        <Avatar radius="xl" size="lg" color="blue" name={name} alt="" />
        <div>
          <Group gap="xs">
            <Text fw={600} size="lg">
              {name}
            </Text>
            <BotBadge bot={view} />
          </Group>
          {bot && !isSimulated && (
            <Anchor href={chatAddress(bot.username)} target="_blank" rel="noopener" title={words.openChat}>
              @{bot.username}
            </Anchor>
          )}
          {bot && isSimulated && <Text c="dimmed">@{bot.username}</Text>}
        </div>
      </Group>
      {isSimulated && <Text>{about.simulatedAbout}</Text>}
    </Stack>
  );
}

function Disconnect() {
  const words = useWords(settingsWords);
  const queries = useQueryClient();
  const [isAsking, { open, close }] = useDisclosure(false);
  const part = useMutation({
    mutationFn: () => send<BotView>('DELETE', '/bot/token'),
    onSuccess: (view) => {
      queries.setQueryData(botQuery.queryKey, view);
      notifyDone(words.disconnected);
      close();
    },
  });
  const usual = useErrorText(part.error);
  const needsBot = part.error instanceof Problem && part.error.code === 'public_url';
  return (
    <>
      <Group>
        <Button variant="subtle" color="red" onClick={open}>
          {words.disconnect}
        </Button>
      </Group>
      <Confirm
        isOpen={isAsking}
        title={words.disconnectTitle}
        action={words.disconnectAction}
        isDangerous
        isBusy={part.isPending}
        onConfirm={() => part.mutate()}
        onClose={close}
      >
        <Stack>
          {words.disconnectAbout}
          {part.isError && (
            <Alert color="red" role="alert">
              {needsBot ? words.publicUrlFirst : usual}
            </Alert>
          )}
        </Stack>
      </Confirm>
    </>
  );
}
