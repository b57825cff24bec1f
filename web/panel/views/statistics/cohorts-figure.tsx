import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import type { CohortsFigures } from '../../../../src/interactions/schema.ts';
import { cohortsAt, csvOf, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure } from '../../charts/figure.tsx';
import { heatOption } from '../../charts/heat-option.ts';
import { useAddress } from '../../parts/use-address.ts';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { stepNames } from './names.ts';
import { statisticsWords } from './statistics-words.ts';

const units = ['week', 'day'] as const;
/** Height of a cohort's row, in pixels. */
const rowHeight = 28;

/** Of those who came together, how many are still here. */
export function CohortsFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const [{ cohort }, change] = useAddress(['cohort']);
  const unit = units.find((one) => one === cohort) ?? 'week';
  const address = cohortsAt(asked, unit);
  const seen = useSeenFigure(figureQuery('cohorts', address));
  return (
    <Figure
      title={words.cohorts}
      about={words.cohortsAbout}
      {...seen}
      csv={csvOf(address)}
      height={heightOf(cohortsOf(asked, unit))}
      isEmpty={({ cohorts }) => cohorts.every(({ people }) => people === 0)}
      controls={
        <SegmentedControl
          size="xs"
          mb="xs"
          aria-label={words.cohorts}
          value={unit}
          data={units.map((one) => ({ value: one, label: words.cohortUnits[one] }))}
          onChange={(value) => change({ cohort: value === 'week' ? undefined : value })}
        />
      }
      table={(data) => {
        const { names, shares } = tableOf(data, language);
        return {
          columns: [words.cohort, words.people, ...(shares[0] ?? []).map((_, step) => words.after(step))],
          rows: data.cohorts.map(({ people }, row) => [
            names[row] ?? '',
            people,
            ...(shares[row] ?? []).map((share) => (share === null ? '' : format.percent(share))),
          ]),
        };
      }}
    >
      {(data) => <CohortsChart data={data} />}
    </Figure>
  );
}

/** Of the picture, in pixels. */
const heightOf = (cohorts: number): number => 60 + rowHeight * cohorts;

/** How many there will be, so that nothing moves when they come. */
function cohortsOf({ from, to }: Asked, unit: 'day' | 'week'): number {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const { days } = first.until(last);
  return 1 + (unit === 'day' ? days : Math.floor((days + first.dayOfWeek - 1) / 7));
}

/** Rows of shares, as long as the longest: null where time has not come yet. */
function tableOf({ cohorts, unit, zone }: CohortsFigures, locale: string) {
  const longest = cohorts.reduce((most, { active }) => Math.max(most, active.length), 0);
  return {
    names: stepNames(
      cohorts.map(({ start }) => start),
      unit,
      { zone, locale },
    ),
    shares: cohorts.map(({ people, active }) =>
      Array.from({ length: longest }, (_, step) => {
        const count = active[step];
        return count === undefined || people === 0 ? null : count / people;
      }),
    ),
  };
}

function CohortsChart({ data }: { readonly data: CohortsFigures }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const option = useMemo(() => {
    const { names, shares } = tableOf(data, language);
    return heatOption({
      columns: (shares[0] ?? []).map((_, step) => words.after(step)),
      rows: names.map((name, row) => `${name} (${data.cohorts[row]?.people ?? 0})`),
      values: shares,
      say: (share) => format.percent(Math.round(share * 100) / 100),
      showsValues: (shares[0]?.length ?? 0) <= 9,
    });
  }, [data, language, words, format]);
  return <Chart label={words.cohorts} height={heightOf(data.cohorts.length)} option={option} />;
}
