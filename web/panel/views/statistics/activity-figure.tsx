import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { activityAt, csvOf, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery, type ActivityFigures, type Group } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure, type FigureTable } from '../../charts/figure.tsx';
import { timeOption } from '../../charts/time-option.ts';
import { useAddress } from '../../parts/use-address.ts';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { nameOf, stepNames } from './names.ts';
import { statisticsWords } from './statistics-words.ts';

const groups = ['event', 'handler', 'outcome'] as const satisfies readonly Group[];

interface NamedSeries {
  readonly name: string;
  readonly counts: readonly number[];
  /** Of the period before. */
  readonly before: readonly number[];
}

interface FigureProps {
  readonly asked: Asked;
  readonly compares: boolean;
}

/** Interactions over time, all together or told apart. */
export function ActivityFigure({ asked, compares }: FigureProps) {
  const words = useWords(statisticsWords);
  const { language } = useLanguage();
  const [{ by }, change] = useAddress(['by']);
  const group = groups.find((one) => one === by);
  const address = activityAt(asked, group);
  const seen = useSeenFigure(figureQuery('activity', address));
  const namedSeries = ({ series, others }: ActivityFigures): NamedSeries[] => [
    ...series.map(({ key, counts, previous_counts: before }) => {
      const name = group ? nameOf(words, group, key) : words.groups.none;
      return { name, counts, before };
    }),
    ...(others ? [{ name: words.others, counts: others.counts, before: others.previous_counts }] : []),
  ];
  const table = (data: ActivityFigures): FigureTable => {
    const series = namedSeries(data);
    const steps = stepNames(data.buckets, data.unit, { zone: data.zone, locale: language });
    const rowAt = (place: number) => series.map(({ counts }) => counts[place] ?? 0);
    return {
      columns: [words.step, ...series.map(({ name }) => name)],
      rows: steps.map((step, place) => [step].concat(rowAt(place).map(String))),
    };
  };
  return (
    <Figure
      title={words.activity}
      about={words.activityAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ total, previous_total: before }) => total === 0 && before === 0}
      table={table}
      controls={
        <SegmentedControl
          size="xs"
          mb="xs"
          fullWidth
          withItemsBorders={false}
          // On a phone the four take two rows.
          style={{ flexWrap: 'wrap' }}
          aria-label={words.groupBy}
          value={group ?? 'none'}
          data={(['none', ...groups] as const).map((one) => ({ value: one, label: words.groups[one] }))}
          onChange={(value) => change({ by: value === 'none' ? undefined : value })}
        />
      }
    >
      {(data) => <ActivityChart data={data} series={namedSeries(data)} compares={compares && group === undefined} />}
    </Figure>
  );
}

interface ActivityChartProps {
  readonly data: ActivityFigures;
  readonly series: readonly NamedSeries[];
  readonly compares: boolean;
}

function ActivityChart({ data, series, compares }: ActivityChartProps) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const option = useMemo(
    () =>
      timeOption({
        steps: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }),
        isStacked: series.length > 1,
        say: format.number,
        series: [
          ...series.map(({ name, counts }) => ({ name, values: counts })),
          ...(compares ? series.map(({ before }) => ({ name: words.before, values: before, isBefore: true })) : []),
        ],
      }),
    [data, series, compares, language, words, format],
  );
  return <Chart label={`${words.activity}. ${words.total}: ${data.total}`} option={option} />;
}
