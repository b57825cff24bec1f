import { Button, Card, Collapse, Group, Pill, Select, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { adminsQuery, auditQuery, type AuditEntry } from '../../api/accounts.ts';
import { itemsOf } from '../../api/page.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';
import { auditWords, deedOf } from './audit-words.ts';
import { detailsOf } from './audit-details.ts';

/** Who changed what, with what was there before and after. */
export function AuditTab() {
  const words = useWords(accessWords);
  const { about } = useWords(auditWords);
  const [filter, change] = useAddress(['action', 'subject', 'admin']);
  const { data: admins } = useInfiniteQuery(adminsQuery);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={words.auditWho}
          placeholder={words.anybody}
          clearable
          data={itemsOf(admins).map(({ id, login }) => ({ value: id, label: login }))}
          value={filter.admin ?? null}
          onChange={(admin) => change({ admin: admin ?? undefined })}
        />
        <Select
          label={words.auditAction}
          placeholder={words.anything}
          clearable
          searchable
          data={Object.entries(about).map(([kind, label]) => ({ value: `${kind}.`, label }))}
          value={filter.action ?? null}
          onChange={(action) => change({ action: action ?? undefined })}
        />
      </SimpleGrid>
      {filter.subject !== undefined && (
        <Pill withRemoveButton w="fit-content" onRemove={() => change({ subject: undefined })}>
          {words.auditOnly(filter.subject)}
        </Pill>
      )}
      <AuditList {...filter} />
    </Stack>
  );
}

interface Filter {
  readonly action?: string;
  readonly subject?: string;
  readonly admin?: string;
}

function AuditList({ action, subject, admin }: Filter) {
  const words = useWords(accessWords);
  const list = useInfiniteQuery(auditQuery({ action, subject, admin_id: admin }));
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const entries = itemsOf(list.data);
  if (entries.length === 0)
    return (
      <Empty icon={<IconHistory size={28} />} title={words.auditEmpty}>
        {words.auditEmptyText}
      </Empty>
    );
  return (
    <Stack gap="xs">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      <LoadMore {...list} />
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const words = useWords(accessWords);
  const deed = deedOf(useWords(auditWords), entry);
  const format = useFormat();
  const [isOpen, { toggle }] = useDisclosure(false);
  const { kind, name } = entry.actor;
  const who = [words.actors[kind], name].filter((part) => part !== '').join(' ');
  const hasDetails = entry.before !== null || entry.after !== null;
  return (
    <Card withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Text size="sm">
            <b>{who}</b> · {deed}
          </Text>
          <Text size="sm" c="dimmed">
            {format.dateTime(entry.at)}
          </Text>
        </div>
        {hasDetails && (
          <Button
            size="compact-sm"
            variant="subtle"
            flex="none"
            aria-expanded={isOpen}
            aria-label={words.detailsOf(deed)}
            onClick={toggle}
          >
            {words.details}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen}>{isOpen && <Details entry={entry} />}</Collapse>
    </Card>
  );
}

/** What is different, field by field. */
function Details({ entry }: { readonly entry: AuditEntry }) {
  const words = useWords(accessWords);
  const { fields } = useWords(auditWords);
  return (
    <Table.ScrollContainer minWidth={320} mt="sm">
      <Table withTableBorder verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="28%">{words.field}</Table.Th>
            <Table.Th>{words.before}</Table.Th>
            <Table.Th>{words.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {detailsOf(entry).map(({ field, before, after }) => (
            <Table.Tr key={field}>
              <Table.Th fw={500}>{fields[field] ?? field}</Table.Th>
              <Table.Td>{before ?? words.nothing}</Table.Td>
              <Table.Td>{after ?? words.nothing}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
