import { Badge, List, Text } from '@mantine/core';
import type { Replica } from '../../api/versions.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { versionsWords } from './versions-words.ts';

interface ReplicaListProps {
  readonly replicas: readonly Replica[];
  /** What they should run. */
  readonly version: number;
}

/** As many of an id as tell processes apart. */
const shownChars = 8;

/** The processes that answer people, and how soon each had the version. */
export function ReplicaList({ replicas, version }: ReplicaListProps) {
  const words = useWords(versionsWords);
  const format = useFormat();
  if (replicas.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noReplicas}
      </Text>
    );
  return (
    <List size="sm" listStyleType="none" spacing={4}>
      {replicas.map(({ id, version: runs, ms }) => (
        <List.Item key={id}>
          {words.replica(id.slice(0, shownChars))}{' '}
          <Badge autoContrast color={runs >= version ? 'teal.9' : 'yellow.4'} tt="none">
            {runs >= version ? words.replicaHas(runs, format.number(Math.round(ms))) : words.replicaBehind(runs)}
          </Badge>
        </List.Item>
      ))}
    </List>
  );
}
