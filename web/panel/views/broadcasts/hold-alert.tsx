import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Broadcast } from '../../api/broadcasts.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

/** Why a broadcast has paused itself, and what can be done. */
export function HoldAlert({ hold }: Pick<Broadcast, 'hold'>) {
  const words = useWords(broadcastWords);
  if (hold === null) return null;
  // Of a token there is nothing more to know than that it is not taken.
  const said = hold.reason === 'refused' ? hold.words : null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={words.held} role="alert">
      <Text size="sm">{words.heldFor[hold.reason]}</Text>
      {said !== null && (
        <Text size="sm" mt="xs" lang="en">
          {words.heldWords(said)}
        </Text>
      )}
    </Alert>
  );
}
