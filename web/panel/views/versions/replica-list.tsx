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

/** Milliseconds after which a process did not take up a publication, but was started later. */
const longest = 60_000;

/** The processes that answer people, and how soon each had the version. */
export function ReplicaList({ replicas, version }: ReplicaListProps) {
  const words = useWords(versionsWords);
  const format = useFormat();
  const state = (runs: number, ms: number) => {
    if (runs < version) return words.replicaBehind(runs);
    return ms < longest ? words.replicaHas(runs, format.number(Math.round(ms))) : words.replicaRuns(runs);
  };
  if (replicas.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noReplicas}
      </Text>
    );
  return (
    <List size="sm" listStyleType="none" spacing={4}>
      {replicas.map(({ id, version: runs, ms }, index) => (
        <List.Item key={id}>
          <span title={id}>{words.replica(replicas.length === 1 ? null : index + 1)}</span>{' '}
          <Badge autoContrast color={runs >= version ? 'teal.9' : 'yellow.4'} tt="none">
            {state(runs, ms)}
          </Badge>
        </List.Item>
      ))}
    </List>
  );
}
