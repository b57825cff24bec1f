import { Table, Text } from '@mantine/core';
import type { Installation } from '../../bot/bot-query.ts';
import { Section } from '../../parts/section.tsx';
import { useWords } from '../../words/words.ts';
import { settingsWords } from './settings-words.ts';

/** The engines below, and how long things are kept. */
export function InstallationSection({ installation }: { readonly installation: Installation }) {
  const words = useWords(settingsWords);
  const { database, cache, broker, objects, data_dir: folder } = installation;
  const replica = installation.has_database_replica ? `, ${words.replica}` : '';
  const rows: readonly (readonly [string, string])[] = [
    [words.database, words.databaseOf[database] + replica],
    [words.cache, words.cacheOf[cache]],
    [words.broker, words.brokerOf[broker]],
    [words.objects, words.objectsOf[objects]],
    ...(folder === null ? [] : [[words.folder, folder] as const]),
    [words.retention, words.retentionOf(installation.retention_years)],
    [words.newcomers, words.newcomersOf(installation.language, installation.time_zone)],
  ];
  return (
    <Section title={words.stands}>
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w="40%">
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {words.elsewhere} {database === 'embedded' && words.embeddedLimits}
      </Text>
    </Section>
  );
}
