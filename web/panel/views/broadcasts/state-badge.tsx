import { Badge, type MantineColor } from '@mantine/core';
import type { BroadcastLine } from '../../api/broadcasts.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

const colors: Readonly<Record<BroadcastLine['state'], MantineColor>> = {
  draft: 'indigo',
  scheduled: 'violet',
  sending: 'blue',
  paused: 'yellow',
  done: 'teal',
  stopped: 'red',
};

export function StateBadge({ state }: Pick<BroadcastLine, 'state'>) {
  const words = useWords(broadcastWords);
  return (
    <Badge color={colors[state]} variant="dot" style={{ flexShrink: 0 }}>
      {words.states[state]}
    </Badge>
  );
}
