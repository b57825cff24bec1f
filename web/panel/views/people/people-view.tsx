import { Anchor, Badge, Card, Group, Stack, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconSearch, IconUserSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { itemsOf } from '../../api/page.ts';
import { peopleQuery, type User } from '../../api/people.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { shellWords } from '../../shell/shell-words.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { PersonDrawer } from './person-drawer.tsx';
import { peopleWords } from './people-words.ts';
import classes from './people.module.css';

/** Milliseconds after the last letter before the list is asked for. */
const pause = 250;

/** Everybody who uses the bot: found, looked at, given their data, erased. */
export function PeopleView() {
  const words = useWords(peopleWords);
  const { people: title } = useWords(shellWords);
  const [{ q = '', person }, change] = useAddress(['q', 'person']);
  const [typed, setTyped] = useState(q);
  const search = useDebouncedCallback((text: string) => change({ q: text.trim() || undefined }), pause);
  return (
    <Page title={title} about={words.about}>
      <TextInput
        label={words.search}
        placeholder={words.searchHint}
        leftSection={<IconSearch size={18} aria-hidden />}
        type="search"
        maxLength={64}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          search(currentTarget.value);
        }}
      />
      <PeopleList words={q} onOpen={(id) => change({ person: id }, true)} />
      <PersonDrawer id={person} onClose={() => change({ person: undefined })} />
    </Page>
  );
}

function PeopleList({ words: searched, onOpen }: { readonly words: string; readonly onOpen: (id: string) => void }) {
  const words = useWords(peopleWords);
  const isPhone = useMediaQuery('(max-width: 48em)');
  // Rows stay what they are while others are looked for: one may have been opened, and gets the focus back.
  const list = useInfiniteQuery({ ...peopleQuery(searched), placeholderData: keepPreviousData });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const people = itemsOf(list.data);
  if (people.length === 0)
    return searched === '' ? (
      <Empty icon={<IconUsers size={28} />} title={words.empty}>
        {words.emptyText}
      </Empty>
    ) : (
      <Empty icon={<IconUserSearch size={28} />} title={words.notFound}>
        {words.notFoundText}
      </Empty>
    );
  return (
    <Stack>
      {isPhone ? <PeopleCards people={people} onOpen={onOpen} /> : <PeopleTable {...{ people, onOpen }} />}
      <LoadMore {...list} />
    </Stack>
  );
}

interface ListProps {
  readonly people: readonly User[];
  readonly onOpen: (id: string) => void;
}

function PeopleTable({ people, onOpen }: ListProps) {
  const words = useWords(peopleWords);
  const format = useFormat();
  return (
    <Card withBorder p={0}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th>{words.telegramId}</Table.Th>
            <Table.Th>{words.language}</Table.Th>
            <Table.Th>{words.zone}</Table.Th>
            <Table.Th>{words.since}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td>
                <Group gap="xs">
                  <PersonButton person={person} onOpen={onOpen} />
                  <PersonBadge person={person} />
                </Group>
              </Table.Td>
              <Table.Td>{person.telegram_id}</Table.Td>
              <Table.Td>{words.languages[person.language]}</Table.Td>
              <Table.Td>{person.time_zone}</Table.Td>
              <Table.Td>{format.date(person.created_at)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function PeopleCards({ people, onOpen }: ListProps) {
  const words = useWords(peopleWords);
  const format = useFormat();
  return (
    <Card withBorder p={0}>
      {people.map((person) => (
        <UnstyledButton
          key={person.id}
          px="sm"
          py="xs"
          mih={52}
          className={classes['person'] ?? ''}
          aria-label={words.open(person.first_name || words.noName)}
          onClick={() => onOpen(person.id)}
        >
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm" fw={600} truncate>
              {nameOf(person, words.noName)}
            </Text>
            <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {format.date(person.created_at)}
            </Text>
          </Group>
          <PersonBadge person={person} />
        </UnstyledButton>
      ))}
    </Card>
  );
}

function nameOf({ first_name: name, username }: User, noName: string): string {
  return `${name || noName}${username === null ? '' : ` · @${username}`}`;
}

function PersonButton({ person, onOpen }: { readonly person: User; readonly onOpen: (id: string) => void }) {
  const words = useWords(peopleWords);
  const name = person.first_name || words.noName;
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      fw={600}
      maw={320}
      truncate
      ta="left"
      aria-label={words.open(name)}
      onClick={() => onOpen(person.id)}
    >
      {nameOf(person, words.noName)}
    </Anchor>
  );
}

function PersonBadge({ person }: { readonly person: User }) {
  const words = useWords(peopleWords);
  if (person.is_erasing)
    return (
      <Badge color="red" variant="light">
        {words.erasing}
      </Badge>
    );
  if (person.blocked_at === null) return null;
  return (
    <Badge color="gray" variant="light">
      {words.blocked}
    </Badge>
  );
}
