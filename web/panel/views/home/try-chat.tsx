import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBrandTelegram } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { chatAddress, installationQuery, type BotView } from '../../bot/bot-query.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { homeWords } from './home-words.ts';
import classes from './home.module.css';

/** A chat with what is published: the simulator's, or the way to Telegram. */
export function TryChat({ bot: { bot, is_simulated: isSimulated } }: { readonly bot: BotView }) {
  const words = useWords(homeWords);
  const { language } = useLanguage();
  const { data: installation } = useQuery(installationQuery);
  const address = `/simulator?lang=${language}`;
  return (
    <Paper component="section" withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words.chat}
        </Title>
        {!isSimulated ? (
          <>
            <Text>{words.chatReal}</Text>
            {bot && (
              <Group>
                <Button
                  component="a"
                  href={chatAddress(bot.username)}
                  target="_blank"
                  rel="noopener"
                  leftSection={<IconBrandTelegram size={18} aria-hidden />}
                >
                  {words.openTelegram}
                </Button>
              </Group>
            )}
          </>
        ) : installation?.has_simulator === false ? (
          <Text>{words.chatElsewhere}</Text>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {words.chatAbout}{' '}
              <Anchor size="sm" underline="always" href={address} target="_blank">
                {words.wholeSimulator}
              </Anchor>
            </Text>
            {installation && <iframe className={classes['frame']} src={address} title={words.chatFrame} />}
          </>
        )}
      </Stack>
    </Paper>
  );
}
