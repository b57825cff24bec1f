import { Alert, Button, Group, Text } from '@mantine/core';
import { IconSeedling } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { draftQuery } from '../../api/configuration.ts';
import { useMay } from '../../api/session.ts';
import { useWords } from '../../words/words.ts';
import { versionsWords } from './versions-words.ts';

/** Where nothing is in the draft any more: the way on to a bot of one's own. */
export function EmptyNotice() {
  const words = useWords(versionsWords);
  const mayChange = useMay('config:write');
  const { data: draft } = useQuery(draftQuery);
  if (!mayChange || draft === undefined || draft.entries.length > 0) return null;
  return (
    <Alert color="blue" icon={<IconSeedling aria-hidden />} title={words.emptyDone} role="status">
      <Text size="sm">{words.emptyNext}</Text>
      <Group mt="sm">
        <Button size="xs" renderRoot={(props) => <Link to="/editor" {...props} />}>
          {words.createFirst}
        </Button>
      </Group>
    </Alert>
  );
}
