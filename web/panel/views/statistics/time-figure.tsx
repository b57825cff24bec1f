import { useMemo } from 'react';
import type { TimeTrackedFigures } from '../../../../src/interactions/schema.ts';
import { csvOf, timeTrackedAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure } from '../../charts/figure.tsx';
import { timeOption } from '../../charts/time-option.ts';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { stepNames } from './names.ts';
import { statisticsWords } from './statistics-words.ts';

/** The time that everybody together has tracked. */
export function TimeFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const address = timeTrackedAt(asked);
  const seen = useSeenFigure(figureQuery('time-tracked', address));
  return (
    <Figure
      title={words.timeTracked}
      about={words.timeTrackedAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ total }) => total.sessions === 0}
      table={(data) => ({
        columns: [words.step, words.seconds, words.sessions, words.people],
        rows: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }).map((step, place) => [
          step,
          format.duration(data.seconds[place] ?? 0),
          data.sessions[place] ?? 0,
          data.people[place] ?? 0,
        ]),
      })}
    >
      {(data) => <TimeChart data={data} />}
    </Figure>
  );
}

function TimeChart({ data }: { readonly data: TimeTrackedFigures }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const option = useMemo(
    () =>
      timeOption({
        steps: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }),
        series: [{ name: words.timeTracked, values: data.seconds }],
        say: format.duration,
        unit: 3_600,
      }),
    [data, language, words, format],
  );
  return <Chart label={`${words.timeTracked}: ${format.duration(data.total.seconds)}`} option={option} />;
}
