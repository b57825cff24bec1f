import { Code, Stack, Text } from '@mantine/core';
import type { BotView } from '../../bot/bot-query.ts';
import { Section } from '../../parts/section.tsx';
import { useWords } from '../../words/words.ts';
import { settingsWords } from './settings-words.ts';

/** How messages come, why so, and what to set for the other way. */
export function DeliverySection({ bot }: { readonly bot: BotView }) {
  const words = useWords(settingsWords);
  const { receives } = bot.delivery;
  const isPolling = receives === 'polling';
  return (
    <Section title={words.delivery}>
      <Text>
        <b>{words.now}.</b> {useReason(bot)}
      </Text>
      <Stack gap="xs">
        <Text>
          <b>{words.polling}.</b> {words.pollingAbout}
        </Text>
        <Text>
          <b>{words.webhook}.</b> {words.webhookAbout}
        </Text>
      </Stack>
      {!bot.is_simulated && (
        <Stack gap={4}>
          <Text>{isPolling ? words.toWebhook : words.toPolling}</Text>
          <Code block>{isPolling ? 'PUBLIC_URL=https://bot.example.org' : 'BOT_MODE=polling'}</Code>
        </Stack>
      )}
    </Section>
  );
}

function useReason({ delivery, is_simulated: isSimulated }: BotView): string {
  const { why } = useWords(settingsWords);
  const { receives, mode, public_url: url } = delivery;
  if (receives === null) return why.silent;
  if (receives !== 'polling') return why.webhook(url ?? '');
  if (isSimulated) return why.simulated;
  if (mode === 'polling') return why.polling_chosen;
  return url === null ? why.no_public_url : why.fallen_back(url);
}
