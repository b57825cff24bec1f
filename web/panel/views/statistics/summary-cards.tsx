import { Card, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { summaryAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { changeOf } from './names.ts';
import { statisticsWords } from './statistics-words.ts';
import classes from './summary.module.css';

/** The range in five numbers, each with its change against the period before. */
export function SummaryCards({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const at = summaryAt(asked);
  const users = useQuery(figureQuery('users', at.users));
  const activity = useQuery(figureQuery('activity', at.activity));
  const time = useQuery(figureQuery('time-tracked', at.time));
  const errors = useQuery(figureQuery('errors', at.errors));
  const { active, new: fresh, interactions, tracked, errors: wrong } = words.cards;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} className={classes['cards'] ?? ''}>
      <SummaryCard
        name={active}
        of={users}
        now={users.data?.total.active}
        before={users.data?.previous_total.active}
        say={format.number}
      />
      <SummaryCard
        name={fresh}
        of={users}
        now={users.data?.total.new}
        before={users.data?.previous_total.new}
        say={format.number}
      />
      <SummaryCard
        name={interactions}
        of={activity}
        now={activity.data?.total}
        before={activity.data?.previous_total}
        say={format.number}
      />
      <SummaryCard
        name={tracked}
        of={time}
        now={time.data?.total.seconds}
        before={time.data?.previous_total.seconds}
        say={format.duration}
      />
      <SummaryCard
        name={wrong}
        of={errors}
        now={errors.data?.total}
        before={errors.data?.previous_total}
        say={format.number}
      />
    </SimpleGrid>
  );
}

interface SummaryProps {
  readonly name: string;
  /** The question; the figure beneath says what went wrong with it. */
  readonly of: { readonly isError: boolean };
  /** Undefined while it is not known. */
  readonly now: number | undefined;
  readonly before: number | undefined;
  readonly say: (value: number) => string;
}

function SummaryCard({ name, of, now, before, say }: SummaryProps) {
  const words = useWords(statisticsWords);
  const { language } = useLanguage();
  const change = now === undefined || before === undefined ? null : changeOf(now, before, language);
  return (
    <Card withBorder p="sm">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      {now === undefined ? (
        of.isError ? (
          <Text fz="xl">—</Text>
        ) : (
          <Skeleton height={52} />
        )
      ) : (
        <>
          <Text fw={700} fz={{ base: 'lg', sm: 'xl' }} style={{ whiteSpace: 'nowrap' }}>
            {say(now)}
          </Text>
          <Text size="xs" c="dimmed">
            {change === null ? words.noChange : words.change(change)}
          </Text>
        </>
      )}
    </Card>
  );
}
