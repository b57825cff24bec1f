import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CohortsFigures } from '../../../../src/interactions/schema.ts';
import { cohortsAt, csvOf, figureQuery, type Asked } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure } from '../../charts/figure.tsx';
import { heatOption } from '../../charts/heat-option.ts';
import { useAddress } from '../../parts/use-address.ts';
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
  const query = useQuery(figureQuery('cohorts', address));
  return (
    <Figure
      title={words.cohorts}
      about={words.cohortsAbout}
      query={query}
      csv={csvOf(address)}
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
  return <Chart label={words.cohorts} height={60 + rowHeight * data.cohorts.length} option={option} />;
}
