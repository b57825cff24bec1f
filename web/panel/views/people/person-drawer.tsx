import { Alert, Drawer, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { userQuery, userStatisticsQuery, type User } from '../../api/people.ts';
import { commonWords } from '../../parts/common-words.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { Erasing } from './erasing.tsx';
import { PersonData } from './person-data.tsx';
import { PersonErasure } from './person-erasure.tsx';
import { PersonTimer } from './person-timer.tsx';
import { peopleWords } from './people-words.ts';

interface PersonDrawerProps {
  /** Whose; undefined keeps it closed. */
  readonly id: string | undefined;
  readonly onClose: () => void;
}

/** One person: what the bot knows of them in figures, and what can be done with it. */
export function PersonDrawer({ id, onClose }: PersonDrawerProps) {
  const words = useWords(peopleWords);
  const { close } = useWords(commonWords);
  const [isAsking, setAsking] = useState(false);
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={words.person}
      // What asks something lies over it, and goes first.
      closeOnEscape={!isAsking}
      closeButtonProps={{ 'aria-label': close }}
    >
      {id !== undefined && <Person key={id} id={id} onAsking={setAsking} />}
    </Drawer>
  );
}

interface PersonProps {
  readonly id: string;
  /** Whether a question lies over the person. */
  readonly onAsking: (isAsking: boolean) => void;
}

function Person({ id, onAsking }: PersonProps) {
  const [erasure, setErasure] = useState<string | null>(null);
  // They are not asked for any more: what erases them ends with nobody there.
  if (erasure !== null) return <Erasing jobId={erasure} />;
  const onErasing = (jobId: string) => {
    // The question goes with everything else that is here.
    onAsking(false);
    setErasure(jobId);
  };
  return <KnownPerson id={id} onAsking={onAsking} onErasing={onErasing} />;
}

interface KnownPersonProps extends PersonProps {
  /** Is told the job that erases them. */
  readonly onErasing: (jobId: string) => void;
}

function KnownPerson({ id, onAsking, onErasing }: KnownPersonProps) {
  const words = useWords(peopleWords);
  const user = useQuery(userQuery(id));
  if (user.isPending) return <Loading />;
  if (user.isError) {
    const isGone = user.error instanceof Problem && user.error.status === 404;
    if (isGone) return <Alert color="gray">{words.gone}</Alert>;
    return <Failed error={user.error} retry={() => void user.refetch()} />;
  }
  const person = user.data;
  return (
    <Stack gap="lg">
      <Title order={2} size="h3">
        {person.first_name || words.noName}
        {person.username !== null && ` · @${person.username}`}
      </Title>
      {person.blocked_at !== null && <BlockedSince moment={person.blocked_at} />}
      <Facts person={person} />
      {!person.is_erasing && (
        <>
          <PersonTimer userId={id} />
          <Sums userId={id} />
          <PersonData userId={id} />
        </>
      )}
      <PersonErasure person={person} onAsking={onAsking} onErasing={onErasing} />
    </Stack>
  );
}

function BlockedSince({ moment }: { readonly moment: string }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  return <Alert color="gray">{words.blockedSince(format.dateTime(moment))}</Alert>;
}

function Facts({ person }: { readonly person: User }) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const facts = [
    [words.id, person.id],
    [words.telegramId, person.telegram_id],
    [words.language, words.languages[person.language]],
    [words.zone, person.time_zone],
    [words.since, format.dateTime(person.created_at)],
  ] as const;
  return (
    <Table variant="vertical" layout="fixed" withTableBorder>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={160}>{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const periods = [
  ['today', 'today'],
  ['this_week', 'week'],
  ['this_month', 'month'],
  ['all', 'all'],
] as const;

function Sums({ userId }: { readonly userId: string }) {
  const words = useWords(peopleWords);
  return (
    <section aria-label={words.tracked}>
      <Title order={3} size="h5" mb="xs">
        {words.tracked}
      </Title>
      <SimpleGrid cols={{ base: 2, xs: 4 }}>
        {periods.map(([period, name]) => (
          <Sum key={period} userId={userId} period={period} name={words[name]} />
        ))}
      </SimpleGrid>
    </section>
  );
}

interface SumProps {
  readonly userId: string;
  readonly period: (typeof periods)[number][0];
  readonly name: string;
}

function Sum({ userId, period, name }: SumProps) {
  const words = useWords(peopleWords);
  const format = useFormat();
  const { data } = useQuery(userStatisticsQuery(userId, period));
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fw={600}>{data ? format.duration(data.total) : '…'}</Text>
      <Text size="sm">{data ? words.sessions(data.sessions) : ' '}</Text>
    </div>
  );
}
