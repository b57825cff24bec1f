import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { botQuery, installationQuery } from '../../bot/bot-query.ts';
import { Page } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { BotSection } from './bot-section.tsx';
import { DeliverySection } from './delivery-section.tsx';
import { DocumentationSection } from './documentation-section.tsx';
import { InstallationSection } from './installation-section.tsx';
import { settingsWords } from './settings-words.ts';

/** Which bot this is, how its messages come, and what all of it stands on. */
export function SettingsView() {
  const words = useWords(settingsWords);
  const bot = useQuery(botQuery);
  const installation = useQuery(installationQuery);
  return (
    <Page title={words.title} about={words.about}>
      {bot.data && installation.data ? (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack>
            <BotSection bot={bot.data} />
            <DeliverySection bot={bot.data} />
          </Stack>
          <Stack>
            <InstallationSection installation={installation.data} />
            <DocumentationSection />
          </Stack>
        </SimpleGrid>
      ) : bot.isError || installation.isError ? (
        <Failed
          error={bot.error ?? installation.error}
          retry={() => void Promise.all([bot.refetch(), installation.refetch()])}
        />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
