import { useMemo } from 'react';
import type { ErrorsFigures } from '../../../../src/interactions/schema.ts';
import { csvOf, errorsAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure } from '../../charts/figure.tsx';
import { timeOption } from '../../charts/time-option.ts';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { nameOf, stepNames } from './names.ts';
import { statisticsWords } from './statistics-words.ts';

/** As many as are drawn; the table and the CSV have all. */
const drawn = 6;

/** What went wrong, and where. */
export function ErrorsFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const address = errorsAt(asked);
  const seen = useSeenFigure(figureQuery('errors', address));
  return (
    <Figure
      title={words.errors}
      about={words.errorsAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ total }) => total === 0}
      table={({ series }) => ({
        columns: [words.handler, words.outcome, words.total, words.before],
        rows: series.map(({ handler, outcome, total, previous_total: before }) => [
          handler ?? words.nothing,
          nameOf(words, 'outcome', outcome),
          total,
          before,
        ]),
      })}
    >
      {(data) => <ErrorsChart data={data} />}
    </Figure>
  );
}

function ErrorsChart({ data }: { readonly data: ErrorsFigures }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const option = useMemo(
    () =>
      timeOption({
        steps: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }),
        isStacked: true,
        say: format.number,
        series: data.series.slice(0, drawn).map(({ handler, outcome, counts }) => ({
          name: `${nameOf(words, 'outcome', outcome)}: ${handler ?? words.nothing}`,
          values: counts,
        })),
      }),
    [data, language, words, format],
  );
  return <Chart label={`${words.errors}. ${words.total}: ${data.total}`} option={option} />;
}
