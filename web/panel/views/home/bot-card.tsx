import { Alert, Anchor, Avatar, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { configurationStateQuery } from '../../api/configuration.ts';
import { useMay } from '../../api/session.ts';
import { chatAddress, type BotView } from '../../bot/bot-query.ts';
import { BotBadge, BotTrouble } from '../../bot/bot-state.tsx';
import { botWords } from '../../bot/bot-words.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { versionQuery } from './home-queries.ts';
import { homeWords } from './home-words.ts';

/** Who the bot is, whether it hears people, and what it runs. */
export function BotCard({ bot: view }: { readonly bot: BotView }) {
  const words = useWords(homeWords);
  const about = useWords(botWords);
  const { data: config } = useQuery(configurationStateQuery);
  const mayConnect = useMay('accounts:write');
  const { bot, is_simulated: isSimulated, token } = view;
  const name = bot?.name ?? about.nameless;
  return (
    <Paper component="section" withBorder p="lg" aria-label={name}>
      <Stack>
        <Group justify="space-between" gap="sm">
          <Group wrap="nowrap">
            <Avatar radius="xl" size="lg" color="blue" name={name} alt="" />
            <div>
              <Group gap="xs">
                <Title order={2} size="h4">
                  {name}
                </Title>
                <BotBadge bot={view} />
                {isSimulated && <Badge color="gray.7">{about.simulated}</Badge>}
              </Group>
              <Group gap="xs">
                {bot && !isSimulated && (
                  <Anchor href={chatAddress(bot.username)} target="_blank" rel="noopener">
                    @{bot.username}
                  </Anchor>
                )}
                {config && <RunningVersion version={config.version} />}
              </Group>
            </div>
          </Group>
          <Button variant="default" renderRoot={(props) => <Link to="/settings" {...props} />}>
            {mayConnect && isSimulated && token.fixed === null ? words.connect : words.settings}
          </Button>
        </Group>
        <BotTrouble bot={view} />
        {config?.has_changes === true && (
          <Alert color="blue" icon={<IconPencil />}>
            <Group justify="space-between">
              {words.unpublished}
              <Button size="xs" renderRoot={(props) => <Link to="/versions" {...props} />}>
                {words.review}
              </Button>
            </Group>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

function RunningVersion({ version }: { readonly version: number }) {
  const words = useWords(homeWords);
  const format = useFormat();
  const { data: line } = useQuery(versionQuery(version));
  if (!line) return null;
  const { author, published_at: at } = line;
  const made = author === null ? words.shipped : words.published(format.ago(at), author);
  return (
    <Text size="sm" c="dimmed">
      {words.version(version)}, {made}
    </Text>
  );
}
