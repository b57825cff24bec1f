import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { addBroadcast, broadcastsQuery, type BroadcastLine } from '../../api/broadcasts.ts';
import { itemsOf } from '../../api/page.ts';
import { useMay } from '../../api/session.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { StateBadge } from './state-badge.tsx';
import { useTimeText } from './use-time-text.ts';

interface BroadcastListProps {
  readonly onOpen: (id: string) => void;
}

/** All broadcasts, the newest first, each with how far it is. */
export function BroadcastList({ onOpen }: BroadcastListProps) {
  const words = useWords(broadcastWords);
  const { broadcasts: title } = useWords(shellWords);
  const mayWrite = useMay('broadcasts:write');
  const list = useInfiniteQuery(broadcastsQuery);
  const add = useMutation({
    mutationFn: () => addBroadcast({ name: words.newName }),
    onSuccess: ({ id }) => onOpen(id),
  });
  const addButton = mayWrite && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} loading={add.isPending} onClick={() => add.mutate()}>
      {words.add}
    </Button>
  );
  const broadcasts = itemsOf(list.data);
  return (
    <Page title={title} about={words.about} actions={broadcasts.length > 0 && addButton}>
      {add.isError && <Failed error={add.error} />}
      {list.isPending ? (
        <Loading />
      ) : list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : broadcasts.length === 0 ? (
        <Empty icon={<IconSpeakerphone size={28} />} title={words.empty} action={addButton}>
          {mayWrite ? words.emptyText : words.emptyLook}
        </Empty>
      ) : (
        <Stack gap="sm">
          {broadcasts.map((broadcast) => (
            <Line key={broadcast.id} broadcast={broadcast} onOpen={onOpen} />
          ))}
          <LoadMore {...list} />
        </Stack>
      )}
    </Page>
  );
}

function Line({ broadcast, onOpen }: BroadcastListProps & { readonly broadcast: BroadcastLine }) {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const { id, name, state, report } = broadcast;
  const time = useTimeText(broadcast);
  const hasBegun = report.total > 0;
  return (
    <Card withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Button
          variant="subtle"
          size="compact-md"
          aria-label={words.open(name)}
          styles={{ label: { whiteSpace: 'normal', textAlign: 'start', lineHeight: 1.35 }, root: { height: 'auto' } }}
          onClick={() => onOpen(id)}
        >
          {name}
        </Button>
        <StateBadge state={state} />
      </Group>
      <Group justify="space-between" px="xs" gap="xs">
        <Text size="sm" c="dimmed">
          {time}
        </Text>
        {hasBegun && (
          <Text size="sm">
            {`${words.delivered}: ${format.number(report.delivered)} · ${words.clicked}: ${format.number(report.clicked)}`}
          </Text>
        )}
      </Group>
      {hasBegun && (state === 'sending' || state === 'paused') && (
        <Progress
          mt="xs"
          value={(100 * report.sent) / report.total}
          aria-label={`${words.progress}: ${name}`}
          animated={state === 'sending'}
        />
      )}
    </Card>
  );
}
