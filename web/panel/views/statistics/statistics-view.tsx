import { SimpleGrid, Switch } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usersAt } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { usePrinting } from '../../charts/use-printing.ts';
import { AsksAll } from '../../charts/use-seen-figure.ts';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';
import { ActivityFigure } from './activity-figure.tsx';
import { CohortsFigure } from './cohorts-figure.tsx';
import { ErrorsFigure } from './errors-figure.tsx';
import { FunnelFigure } from './funnel-figure.tsx';
import { HoursFigure } from './hours-figure.tsx';
import { NowLine } from './now-line.tsx';
import { RangeBar } from './range-bar.tsx';
import { SourcesFigure } from './sources-figure.tsx';
import { statisticsWords } from './statistics-words.ts';
import { SummaryCards } from './summary-cards.tsx';
import { TimeFigure } from './time-figure.tsx';
import { useRange } from './use-range.ts';
import { UsersFigure } from './users-figure.tsx';

/**
 * How the bot is used: all figures over one range, in one zone, beside the period before. The numbers on top are asked
 * for at once, each picture as it comes into sight.
 */
export function StatisticsView() {
  const words = useWords(statisticsWords);
  const { statistics: title } = useWords(shellWords);
  const range = useRange();
  const { asked } = range;
  const [{ compare }, change] = useAddress(['compare']);
  const compares = compare !== 'no';
  const asksAll = usePrinting();
  const { data: users } = useQuery(figureQuery('users', usersAt(asked)));
  return (
    <Page title={title} about={words.about}>
      <NowLine />
      <RangeBar range={range} />
      <Switch
        label={words.compare}
        checked={compares}
        onChange={({ currentTarget }) => change({ compare: currentTarget.checked ? undefined : 'no' })}
      />
      {users?.known === 0 ? (
        <Empty icon={<IconChartBar size={28} />} title={words.empty}>
          {words.emptyText}
        </Empty>
      ) : (
        <AsksAll value={asksAll}>
          <SummaryCards asked={asked} />
          <SimpleGrid cols={{ base: 1, lg: 2 }}>
            <ActivityFigure asked={asked} compares={compares} />
            <UsersFigure asked={asked} />
            <TimeFigure asked={asked} />
            <HoursFigure asked={asked} />
            <CohortsFigure asked={asked} />
            <FunnelFigure asked={asked} />
            <SourcesFigure asked={asked} />
            <ErrorsFigure asked={asked} />
          </SimpleGrid>
        </AsksAll>
      )}
    </Page>
  );
}
