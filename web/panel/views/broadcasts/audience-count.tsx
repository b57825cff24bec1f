import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { audienceQuery, type Segment } from '../../api/broadcasts.ts';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { isFilledIn } from './rules/conditions.ts';

/** Milliseconds after the last letter before people are counted. */
const pause = 300;

/** How many people a segment is, counted anew as it changes. */
export function AudienceCount({ segment }: { readonly segment: Segment }) {
  const words = useWords(broadcastWords);
  const [settled] = useDebouncedValue(segment, pause);
  const audience = useQuery({
    ...audienceQuery(settled),
    enabled: isFilledIn(settled),
    placeholderData: keepPreviousData,
  });
  if (!isFilledIn(segment))
    return (
      <Text size="sm" c="dimmed" role="status">
        {words.unfinished}
      </Text>
    );
  if (audience.isError) return <Failed error={audience.error} retry={() => void audience.refetch()} />;
  const isCounted = settled === segment && audience.data !== undefined && !audience.isPlaceholderData;
  return (
    <Text fw={600} role="status">
      {isCounted ? words.counted(words.people(audience.data.people)) : words.counting}
    </Text>
  );
}
