import { Progress, Table } from '@mantine/core';
import { csvOf, sourcesAt, type Asked } from '../../api/figure-addresses.ts';
import { figureQuery } from '../../api/statistics.ts';
import { Figure } from '../../charts/figure.tsx';
import { useSeenFigure } from '../../charts/use-seen-figure.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { statisticsWords } from './statistics-words.ts';

/** As many as are seen at once; the table and the CSV have all. */
const shown = 10;

/** Which deep links bring people. */
export function SourcesFigure({ asked }: { readonly asked: Asked }) {
  const words = useWords(statisticsWords);
  const format = useFormat();
  const address = sourcesAt(asked);
  const seen = useSeenFigure(figureQuery('sources', address));
  const columns = [words.source, words.starts, words.people, words.newPeople];
  return (
    <Figure
      title={words.sources}
      about={words.sourcesAbout}
      {...seen}
      csv={csvOf(address)}
      isEmpty={({ sources }) => sources.length === 0}
      table={({ sources }) => ({
        columns,
        rows: sources.map(({ source, starts, people, new_people: fresh }) => [
          source ?? words.noSource,
          starts,
          people,
          fresh,
        ]),
      })}
    >
      {({ sources }) => {
        const most = sources[0]?.people ?? 1;
        return (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.source}</Table.Th>
                <Table.Th>{words.people}</Table.Th>
                <Table.Th>{words.newPeople}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sources.slice(0, shown).map(({ source, people, new_people: fresh }) => (
                <Table.Tr key={source}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {source ?? words.noSource}
                    <Progress value={(100 * people) / most} size="sm" aria-hidden />
                  </Table.Td>
                  <Table.Td>{format.number(people)}</Table.Td>
                  <Table.Td>{format.number(fresh)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        );
      }}
    </Figure>
  );
}
