import { Card, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { activityAt, errorsAt, figureQuery, timeTrackedAt, usersAt, type Asked } from '../../api/statistics.ts';
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
  const { data: users } = useQuery(figureQuery('users', usersAt(asked)));
  const { data: activity } = useQuery(figureQuery('activity', activityAt(asked, undefined)));
  const { data: time } = useQuery(figureQuery('time-tracked', timeTrackedAt(asked)));
  const { data: errors } = useQuery(figureQuery('errors', errorsAt(asked)));
  const { active, new: fresh, interactions, tracked, errors: wrong } = words.cards;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} className={classes['cards'] ?? ''}>
      <SummaryCard name={active} now={users?.total.active} before={users?.previous_total.active} say={format.number} />
      <SummaryCard name={fresh} now={users?.total.new} before={users?.previous_total.new} say={format.number} />
      <SummaryCard name={interactions} now={activity?.total} before={activity?.previous_total} say={format.number} />
      <SummaryCard
        name={tracked}
        now={time?.total.seconds}
        before={time?.previous_total.seconds}
        say={format.duration}
      />
      <SummaryCard name={wrong} now={errors?.total} before={errors?.previous_total} say={format.number} />
    </SimpleGrid>
  );
}

interface SummaryProps {
  readonly name: string;
  /** Undefined while it is not known. */
  readonly now: number | undefined;
  readonly before: number | undefined;
  readonly say: (value: number) => string;
}

function SummaryCard({ name, now, before, say }: SummaryProps) {
  const words = useWords(statisticsWords);
  const { language } = useLanguage();
  const change = now === undefined || before === undefined ? null : changeOf(now, before, language);
  return (
    <Card withBorder p="sm">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      {now === undefined ? (
        <Skeleton height={52} />
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
