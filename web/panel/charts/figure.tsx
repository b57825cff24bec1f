import { Button, Card, Group, ScrollArea, Skeleton, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Query } from '../api/client.ts';
import { CsvLink } from '../parts/csv-link.tsx';
import { Failed } from '../parts/states.tsx';
import { useWords } from '../words/words.ts';
import { chartWords } from './chart-words.ts';
import type { SeenFigure } from './use-seen-figure.ts';

/** The figures behind a picture, as text. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface FigureProps<Data> extends SeenFigure<Data> {
  readonly title: string;
  /** How it is counted, in a sentence. */
  readonly about: string;
  /** Where the same can be fetched as CSV. */
  readonly csv: { readonly path: string; readonly query: Query };
  readonly isEmpty: (data: Data) => boolean;
  readonly table: (data: Data) => FigureTable;
  readonly controls?: ReactNode;
  readonly height?: number;
  /** Said in place of the picture, while there is nothing to ask about yet. */
  readonly hint?: string | undefined;
  readonly children: (data: Data) => ReactNode;
}

/** A picture with its title, its figures as a table and as CSV, and something to see while it is loading or empty. */
export function Figure<Data>(props: FigureProps<Data>) {
  const { title, about, ref, query, csv, isEmpty, table, controls, height = 280, hint, children } = props;
  const words = useWords(chartWords);
  const [showsTable, { toggle }] = useDisclosure(false);
  const content = () => {
    if (hint !== undefined) return <Text c="dimmed">{hint}</Text>;
    // Of another range, and not asked for again while it is out of sight.
    const isOutdated = query.isPlaceholderData && query.fetchStatus === 'idle';
    if (query.isPending || isOutdated) return <Skeleton height={height} aria-label={words.loading} role="status" />;
    if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
    if (isEmpty(query.data))
      return (
        <Text c="dimmed" ta="center" py="xl">
          {words.empty}
        </Text>
      );
    return showsTable ? <FiguresTable title={title} {...table(query.data)} /> : children(query.data);
  };
  return (
    <Card ref={ref} component="section" withBorder aria-label={title} style={{ minWidth: 0 }}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h5">
          {title}
        </Title>
        <Group gap={4} wrap="nowrap">
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`${showsTable ? words.picture : words.table}: ${title}`}
            onClick={toggle}
          >
            {showsTable ? words.picture : words.table}
          </Button>
          <CsvLink {...csv} of={title} />
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {about}
      </Text>
      {controls}
      {content()}
    </Card>
  );
}

function FiguresTable({ title, columns, rows }: FigureTable & { readonly title: string }) {
  return (
    <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': title }}>
      <Table striped withTableBorder stickyHeader aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join('\u0000')}>
              {row.map((value, column) =>
                column === 0 ? (
                  <Table.Th key={columns[column]} scope="row" fw={400}>
                    {value}
                  </Table.Th>
                ) : (
                  <Table.Td key={columns[column]}>{value}</Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
