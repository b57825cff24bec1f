import { Alert, Badge, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useWords } from '../words/words.ts';
import type { BotView } from './bot-query.ts';
import { botWords } from './bot-words.ts';

/** Whether the bot hears people, in two words. */
export function BotBadge({ bot }: { readonly bot: BotView }) {
  const words = useWords(botWords);
  const { receives } = bot.delivery;
  if (receives === null) return <Badge color="red.9">{words.starting}</Badge>;
  const hasTrouble = receives === 'webhook failing' || bot.delivery.trouble?.is_current === true;
  return hasTrouble ? (
    <Badge color="orange.9">{words.works_failing}</Badge>
  ) : (
    <Badge color="teal.9">{words.works}</Badge>
  );
}

/** What keeps people's messages from coming, and what to do about it; nothing where all is well. */
export function BotTrouble({ bot }: { readonly bot: BotView }) {
  const words = useWords(botWords);
  const { receives, trouble } = bot.delivery;
  if (trouble?.is_current === true)
    return (
      <Alert color="yellow" icon={<IconAlertTriangle />} title={words.trouble[trouble.kind]}>
        {trouble.words !== '' && (
          <Text size="sm">
            {words.telegramSays} <q lang="en">{trouble.words}</q>
          </Text>
        )}
      </Alert>
    );
  if (receives !== null) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} title={words.starting}>
      {words.startingAbout}
    </Alert>
  );
}
