import { Badge, Button, Collapse, Group, Paper, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { configurationStateQuery } from '../../api/configuration.ts';
import { itemsOf } from '../../api/page.ts';
import { useMay } from '../../api/session.ts';
import { replicasQuery, versionsQuery, type VersionLine } from '../../api/versions.ts';
import { LoadMore } from '../../parts/load-more.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { DifferenceBetween } from './difference-between.tsx';
import { ReplicaList } from './replica-list.tsx';
import { RollBack } from './roll-back.tsx';
import { versionsWords } from './versions-words.ts';

interface HistoryTabProps {
  readonly onCompare: (from: number, to: number) => void;
}

/** Everything that was published, the newest first, and who answers by it now. */
export function HistoryTab({ onCompare }: HistoryTabProps) {
  const versions = useInfiniteQuery(versionsQuery);
  const { data: state } = useQuery(configurationStateQuery);
  const mayPublish = useMay('config:publish');
  const [wanted, setWanted] = useState<number | null>(null);
  if (versions.data === undefined || state === undefined)
    return versions.error ? <Failed error={versions.error} retry={() => void versions.refetch()} /> : <Loading />;
  const running = state.version;
  return (
    <Stack>
      <Running version={running} />
      <Stack component="ul" m={0} p={0} gap="sm" style={{ listStyle: 'none' }}>
        {itemsOf(versions.data).map((line) => (
          <VersionCard
            key={line.version}
            line={line}
            running={running}
            onCompare={onCompare}
            onBringBack={mayPublish ? setWanted : undefined}
          />
        ))}
      </Stack>
      <LoadMore {...versions} />
      <RollBack version={wanted} onClose={() => setWanted(null)} />
    </Stack>
  );
}

function Running({ version }: { readonly version: number }) {
  const words = useWords(versionsWords);
  const { data } = useQuery(replicasQuery(version));
  return (
    <Section title={words.replicas}>
      <Text size="sm">{words.runs(version)}</Text>
      {data && <ReplicaList replicas={data} version={version} />}
    </Section>
  );
}

interface VersionCardProps {
  readonly line: VersionLine;
  readonly running: number;
  readonly onCompare: (from: number, to: number) => void;
  readonly onBringBack: ((version: number) => void) | undefined;
}

function VersionCard({ line, running, onCompare, onBringBack }: VersionCardProps) {
  const words = useWords(versionsWords);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { version, note, author, restores, published_at: at } = line;
  const isRunning = version === running;
  return (
    <Paper component="li" withBorder p="sm">
      <Group gap="xs">
        <Text fw={600}>{words.version(version)}</Text>
        {isRunning && <Badge color="teal.9">{words.running}</Badge>}
        {restores !== null && <Badge color="gray.7">{words.restored(restores)}</Badge>}
      </Group>
      <Text size="sm" mt={4} {...(note === '' && { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
        {note !== '' ? note : author === null ? words.shipped : words.noNote}
      </Text>
      <Group gap="xs" mt={4} justify="space-between">
        <Text size="sm" c="dimmed">
          {words.by(author ?? words.program, `${format.dateTime(at)} (${format.ago(at)})`)}
        </Text>
        <Group gap={4}>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isOpen}
            aria-label={words.whatChangedIn(version)}
            onClick={() => setOpen(!isOpen)}
          >
            {words.whatChanged}
          </Button>
          {!isRunning && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={words.compareVersion(version)}
              onClick={() => onCompare(version, running)}
            >
              {words.compareWith}
            </Button>
          )}
          <Button
            component="a"
            variant="subtle"
            size="compact-sm"
            href={addressOf('/config/export', { version, format: 'yaml' })}
            download
            aria-label={words.fileOf(version)}
          >
            <IconDownload size={16} aria-hidden />
          </Button>
          {!isRunning && onBringBack && (
            <Button
              variant="light"
              size="compact-sm"
              aria-label={words.bringBackVersion(version)}
              onClick={() => onBringBack(version)}
            >
              {words.bringBack}
            </Button>
          )}
        </Group>
      </Group>
      <Collapse expanded={isOpen} mt={isOpen ? 'sm' : 0}>
        {isOpen && <DifferenceBetween after={version} />}
      </Collapse>
    </Paper>
  );
}
