import { Button, Center, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Difference } from '../../../api/configuration.ts';
import { commonWords } from '../../../parts/common-words.ts';
import { useWords } from '../../../words/words.ts';
import { versionsWords } from '../versions-words.ts';

interface ChangeListProps {
  readonly changes: readonly Difference[];
  readonly render: (difference: Difference) => ReactNode;
}

/** Differences that are shown at first, and with each press for more. */
const page = 30;

/** All that is different; an import can change everything, and nobody reads a thousand at once. */
export function ChangeList({ changes, render }: ChangeListProps) {
  const words = useWords(versionsWords);
  const common = useWords(commonWords);
  const [shown, setShown] = useState(page);
  if (changes.length === 0) return <Text c="dimmed">{words.same}</Text>;
  return (
    <Stack gap="sm">
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {changes.slice(0, shown).map((change) => render(change))}
      </Stack>
      {changes.length > shown && (
        <Center>
          <Button variant="default" onClick={() => setShown(shown + page)}>
            {common.more}
          </Button>
        </Center>
      )}
    </Stack>
  );
}
