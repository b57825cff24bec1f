import { Box, Group, Text, ThemeIcon } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { nowQuery } from '../../api/statistics.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { statisticsWords } from './statistics-words.ts';

/** Pixels, of the line and of its sign. */
const height = 28;

/** What happens at this moment; quiet while the window is hidden. */
export function NowLine() {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { data } = useQuery(nowQuery);
  // What is below it must not move away from under a pointer.
  if (!data) return <Box h={height} />;
  const facts = [
    words.nowPeople(data.people),
    words.nowUpdates(format.number(Math.round(data.updates_per_minute * 10) / 10)),
    words.nowTimers(data.running, data.paused),
  ];
  return (
    <Group gap="xs" wrap="nowrap" component="section" aria-label={words.now}>
      <ThemeIcon variant="light" color="teal" size={height} radius="xl" aria-hidden>
        <IconActivity size={18} />
      </ThemeIcon>
      <Text size="sm">
        <b>{words.now}:</b> {facts.join(' · ')}
      </Text>
    </Group>
  );
}
