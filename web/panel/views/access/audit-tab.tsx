import { Button, Card, Code, Collapse, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
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

/** Who changed what, with what was there before and after. */
export function AuditTab() {
  const words = useWords(accessWords);
  const [filter, change] = useAddress(['action', 'subject', 'admin']);
  const { data: admins } = useInfiniteQuery(adminsQuery);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={words.auditWho}
          placeholder={words.anybody}
          clearable
          data={itemsOf(admins).map(({ id, login }) => ({ value: id, label: login }))}
          value={filter.admin ?? null}
          onChange={(admin) => change({ admin: admin ?? undefined })}
        />
        <TextInput
          label={words.auditAction}
          placeholder={words.auditActionHint}
          maxLength={100}
          value={filter.action ?? ''}
          onChange={({ currentTarget }) => change({ action: currentTarget.value || undefined })}
        />
        <TextInput
          label={words.auditSubject}
          placeholder={words.auditSubjectHint}
          maxLength={200}
          value={filter.subject ?? ''}
          onChange={({ currentTarget }) => change({ subject: currentTarget.value || undefined })}
        />
      </SimpleGrid>
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
  const [typed] = useDebouncedValue({ action, subject }, 300);
  const list = useInfiniteQuery(auditQuery({ ...typed, admin_id: admin }));
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
  const deed = deedOf(useWords(auditWords), entry.action, entry.subject);
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
            {format.dateTime(entry.at)} · {entry.action}
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
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
          <Value name={words.before} value={entry.before} />
          <Value name={words.after} value={entry.after} />
        </SimpleGrid>
      </Collapse>
    </Card>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  const words = useWords(accessWords);
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {value === null ? words.nothing : JSON.stringify(value, null, 2)}
      </Code>
    </div>
  );
}
