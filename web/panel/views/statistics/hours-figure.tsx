import { useMemo } from 'react';
import type { HoursFigures } from '../../../../src/interactions/schema.ts';
import { csvOf, hoursAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Chart } from '../../charts/chart.tsx';
import { Figure } from '../../charts/figure.tsx';
import { heatOption } from '../../charts/heat-option.ts';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { statisticsWords } from './statistics-words.ts';

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** When the bot is busy: hours of the week. */
export function HoursFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const address = hoursAt(asked);
  const seen = useSeenFigure(figureQuery('hours', address));
  return (
    <Figure
      title={words.hours}
      about={words.hoursAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ total }) => total === 0}
      table={({ weekdays }) => ({
        columns: [words.weekday, ...hours],
        rows: weekdays.map((counts, day) => [words.weekdays[day] ?? '', ...counts]),
      })}
    >
      {(data) => <HoursChart data={data} />}
    </Figure>
  );
}

function HoursChart({ data }: { readonly data: HoursFigures }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const option = useMemo(
    () =>
      heatOption({
        columns: hours,
        rows: words.weekdays,
        values: data.weekdays,
        say: format.number,
        showsValues: false,
      }),
    [data, words, format],
  );
  return <Chart label={`${words.hours}. ${words.total}: ${format.number(data.total)}`} option={option} />;
}
