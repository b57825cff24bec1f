import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { itemsOf } from '../../api/page.ts';
import { deliveriesQuery, replayDelivery, type Delivery } from '../../api/webhooks.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useChange } from '../../parts/use-change.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';

const colours = { pending: 'blue', delivered: 'teal', dead: 'red' } as const;

interface DeliveriesProps {
  readonly webhookId: string;
  readonly mayReplay: boolean;
}

/** What was sent to a webhook and how it went; asked for again while something is under way. */
export function Deliveries({ webhookId, mayReplay }: DeliveriesProps) {
  const words = useWords(accessWords);
  const list = useInfiniteQuery({
    ...deliveriesQuery(webhookId),
    refetchInterval: ({ state }) => (itemsOf(state.data).some((one) => one.state === 'pending') ? 2_000 : false),
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const deliveries = itemsOf(list.data);
  return (
    <Stack gap="xs" mt="sm" role="group" aria-label={words.deliveries}>
      {deliveries.length === 0 && <Text size="sm">{words.deliveriesEmpty}</Text>}
      {deliveries.map((delivery) => (
        <Row key={delivery.id} webhookId={webhookId} delivery={delivery} mayReplay={mayReplay} />
      ))}
      <LoadMore {...list} />
    </Stack>
  );
}

function Row({ webhookId, delivery, mayReplay }: DeliveriesProps & { readonly delivery: Delivery }) {
  const words = useWords(accessWords);
  const format = useFormat();
  const path = `/config-webhooks/${webhookId}/deliveries`;
  const replay = useChange(path, () => replayDelivery(webhookId, delivery.id), words.replayed);
  const answer = delivery.status ?? delivery.error;
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm">
          {format.dateTime(delivery.created_at)} · {words.deliveryVersion(delivery.version)}{' '}
          <Badge variant="light" color={colours[delivery.state]} tt="none">
            {words.deliveryStates[delivery.state]}
          </Badge>
        </Text>
        <Text size="sm" c="dimmed">
          {words.attempts(delivery.attempts)}
          {answer !== null && ` · ${answer}`}
        </Text>
        {replay.isError && <Failed error={replay.error} />}
      </div>
      {mayReplay && (
        <Button size="compact-sm" variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
          {words.replay}
        </Button>
      )}
    </Group>
  );
}
