import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { UsersFigures } from '../../../../src/interactions/schema.ts';
import { csvOf, usersAt, type Asked } from '../../api/figure-addresses.ts';
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

/** Different people over time, and who of them is new or came back. */
export function UsersFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const { language } = useLanguage();
  const address = usersAt(asked);
  const seen = useSeenFigure(figureQuery('users', address));
  return (
    <Figure
      title={words.users}
      about={words.usersAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ total }) => total.active === 0}
      table={(data) => ({
        columns: [words.step, words.active, words.new, words.returning],
        rows: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }).map((step, place) => [
          step,
          data.active[place] ?? 0,
          data.new[place] ?? 0,
          data.returning[place] ?? 0,
        ]),
      })}
    >
      {(data) => (
        <>
          <UsersChart data={data} />
          <Text size="sm" c="dimmed">
            {words.known(data.known, data.blocked)}
          </Text>
        </>
      )}
    </Figure>
  );
}

function UsersChart({ data }: { readonly data: UsersFigures }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const { language } = useLanguage();
  const option = useMemo(
    () =>
      timeOption({
        steps: stepNames(data.buckets, data.unit, { zone: data.zone, locale: language }),
        say: format.number,
        series: [
          { name: words.active, values: data.active },
          { name: words.new, values: data.new },
          { name: words.returning, values: data.returning },
        ],
      }),
    [data, language, words, format],
  );
  return <Chart label={`${words.users}. ${words.active}: ${data.total.active}`} height={256} option={option} />;
}
