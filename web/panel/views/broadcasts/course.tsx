import { Alert, Button, Grid, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import {
  broadcastQuery,
  broadcastsPath,
  moveBroadcast,
  type Broadcast,
  type BroadcastMove,
} from '../../api/broadcasts.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { HoldAlert } from './hold-alert.tsx';
import { MessageLook } from './message-look.tsx';
import { useTimeText } from './use-time-text.ts';

interface CourseProps {
  readonly broadcast: Broadcast;
  readonly mayWrite: boolean;
}

/** A broadcast that was started: how far it is, what came of it, and the ways to hold or end it. */
export function Course({ broadcast, mayWrite }: CourseProps) {
  const words = useWords(broadcastWords);
  const time = useTimeText(broadcast);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Section title={words.progress}>
          <Text c="dimmed">{time}</Text>
          <HoldAlert hold={broadcast.hold} />
          <Bar broadcast={broadcast} />
          <Report broadcast={broadcast} />
          {mayWrite && <Moves broadcast={broadcast} />}
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Section title={words.look}>
          <MessageLook content={broadcast.content} />
        </Section>
      </Grid.Col>
    </Grid>
  );
}

function Bar({ broadcast: { state, report } }: Pick<CourseProps, 'broadcast'>) {
  const words = useWords(broadcastWords);
  const format = useFormat();
  if (state === 'draft' || state === 'scheduled') return null;
  if (state === 'sending' && report.total === 0) return <Text>{words.gathering}</Text>;
  const share = (count: number) => (report.total === 0 ? 0 : (100 * count) / report.total);
  const said = words.progressOf(format.number(report.sent), format.number(report.total));
  return (
    <Stack gap={4}>
      <Progress.Root size="xl" aria-label={words.progress}>
        <Progress.Section value={share(report.delivered)} color="teal" aria-label={words.delivered} />
        <Progress.Section value={share(report.blocked)} color="gray" aria-label={words.blocked} />
        <Progress.Section value={share(report.failed)} color="red" aria-label={words.failed} />
      </Progress.Root>
      <Text size="sm" role="status">
        {said}
      </Text>
    </Stack>
  );
}

const figures = ['total', 'delivered', 'clicked', 'blocked', 'failed', 'waiting'] as const;

function Report({ broadcast: { state, report } }: Pick<CourseProps, 'broadcast'>) {
  const words = useWords(broadcastWords);
  const format = useFormat();
  // Nobody waits for what was stopped: who is left was not written to, and the figures add up.
  const isLeft = (name: (typeof figures)[number]) => state === 'stopped' && name === 'waiting';
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} component="dl" m={0}>
      {figures.map((name) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {isLeft(name) ? words.leftOut : words[name]}
          </Text>
          <Text component="dd" m={0} fw={600} fz="xl">
            {format.number(isLeft(name) ? report.total - report.sent : report[name])}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

function Moves({ broadcast: { id, state, report } }: Pick<CourseProps, 'broadcast'>) {
  const words = useWords(broadcastWords);
  const queries = useQueryClient();
  const [isAsking, { open, close }] = useDisclosure(false);
  const move = useMutation({
    mutationFn: (wanted: BroadcastMove) => moveBroadcast(id, wanted),
    onSuccess: (moved) => {
      queries.setQueryData(broadcastQuery(id).queryKey, moved);
      void queries.invalidateQueries({ queryKey: ['list', broadcastsPath] });
      close();
    },
    onError: () => void queries.invalidateQueries(broadcastQuery(id)),
  });
  const isUnderWay = state === 'sending' || state === 'paused';
  return (
    <>
      <Group>
        {state === 'sending' && (
          <Button
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            loading={move.isPending}
            onClick={() => move.mutate('pause')}
          >
            {words.pause}
          </Button>
        )}
        {state === 'paused' && (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={move.isPending}
            onClick={() => move.mutate('resume')}
          >
            {words.resume}
          </Button>
        )}
        {isUnderWay && (
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={open}>
            {words.stop}
          </Button>
        )}
        {state === 'scheduled' && (
          <Button variant="default" loading={move.isPending} onClick={() => move.mutate('stop')}>
            {words.unschedule}
          </Button>
        )}
      </Group>
      {move.isError && <MoveFailed error={move.error} />}
      <Confirm
        isOpen={isAsking}
        title={words.stopTitle}
        action={words.stop}
        isDangerous
        isBusy={move.isPending}
        onClose={close}
        onConfirm={() => move.mutate('stop')}
      >
        {words.stopText(words.people(report.waiting))}
      </Confirm>
    </>
  );
}

function MoveFailed({ error }: { readonly error: Error }) {
  const words = useWords(broadcastWords);
  const isOtherBot = error instanceof Problem && error.code === 'broadcast_other_bot';
  return isOtherBot ? <Alert color="yellow">{words.otherBot}</Alert> : <Failed error={error} />;
}
