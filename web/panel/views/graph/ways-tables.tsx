import { Anchor, Button, Center, ScrollArea, Table, Tabs, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useActionTitle } from '../../api/action-title.ts';
import type { Graph, GraphEdge, GraphNode } from '../../api/graph.ts';
import { commonWords } from '../../parts/common-words.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { textIn } from '../../words/text-in.ts';
import { graphWords } from './graph-words.ts';
import { edgeKey, type GraphFigures } from './rules/figures.ts';

interface WaysTablesProps {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly figures: GraphFigures | null;
  readonly onSelect: (key: string) => void;
}

/** The same as the picture for whoever reads it, or has it read out. */
export function WaysTables(props: WaysTablesProps) {
  const words = useWords(graphWords);
  return (
    <Tabs defaultValue="ways" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="ways">{words.waysTable}</Tabs.Tab>
        <Tabs.Tab value="screens">{words.screensTable}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="ways">
        <WaysTable {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="screens">
        <ScreensTable {...props} />
      </Tabs.Panel>
    </Tabs>
  );
}

function WaysTable({ nodes, edges, figures, onSelect }: WaysTablesProps) {
  const words = useWords(graphWords);
  const titleOf = useActionTitle();
  const { language } = useLanguage();
  const format = useFormat();
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const counted = edges.map((edge) => ({ edge, times: figures?.ways.get(edgeKey(edge)) ?? 0 }));
  const sorted = figures === null ? counted : counted.toSorted((one, other) => other.times - one.times);
  return (
    <Paged
      name={words.waysTable}
      head={[words.from, words.by, words.to, ...(figures ? [words.taken] : [])]}
      rows={sorted}
      rowOf={({ edge, times }) => (
        <Table.Tr key={edgeKey(edge)}>
          <Table.Td>
            <NodeLink node={byKey.get(edge.from)} onSelect={onSelect} />
          </Table.Td>
          <Table.Td>
            {edge.ways
              .map((way) =>
                way.kind === 'step' ? words.step(titleOf(way.action)) : words.button(textIn(way.label, language)),
              )
              .join(', ')}
          </Table.Td>
          <Table.Td>
            <NodeLink node={byKey.get(edge.to)} onSelect={onSelect} />
          </Table.Td>
          {figures && <Table.Td ta="right">{format.number(times)}</Table.Td>}
        </Table.Tr>
      )}
    />
  );
}

function ScreensTable({ nodes, edges, figures, onSelect }: WaysTablesProps) {
  const words = useWords(graphWords);
  const format = useFormat();
  const incoming = Map.groupBy(edges, ({ to }) => to);
  const outgoing = Map.groupBy(edges, ({ from }) => from);
  const timesOf = ({ key }: GraphNode) => figures?.screens.get(key)?.times ?? 0;
  const sorted = figures === null ? nodes : nodes.toSorted((one, other) => timesOf(other) - timesOf(one));
  return (
    <Paged
      name={words.screensTable}
      head={[
        words.screen,
        words.incoming,
        words.outgoing,
        words.problemsHead,
        ...(figures ? [words.answered, words.stopped] : []),
      ]}
      rows={sorted}
      rowOf={(node) => {
        const stops = figures?.screens.get(node.key)?.stops ?? 0;
        return (
          <Table.Tr key={node.key}>
            <Table.Td>
              <NodeLink node={node} onSelect={onSelect} />
            </Table.Td>
            <Table.Td ta="right">{incoming.get(node.key)?.length ?? 0}</Table.Td>
            <Table.Td ta="right">{outgoing.get(node.key)?.length ?? 0}</Table.Td>
            <Table.Td ta="right">{node.problems.length}</Table.Td>
            {figures && (
              <>
                <Table.Td ta="right">{format.number(timesOf(node))}</Table.Td>
                <Table.Td ta="right">{format.number(stops)}</Table.Td>
              </>
            )}
          </Table.Tr>
        );
      }}
    />
  );
}

function NodeLink({
  node,
  onSelect,
}: { readonly node: Graph['nodes'][number] | undefined } & Pick<WaysTablesProps, 'onSelect'>) {
  const titleOf = useActionTitle();
  if (node === undefined) return null;
  const { key, kind, name, says, action } = node;
  // A screen that says nothing is known by what it does.
  const deed = kind === 'callback' && says === null && action !== null ? titleOf(action) : null;
  return (
    <>
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onSelect(key)}>
        {deed ?? name}
      </Anchor>
      {deed !== null && (
        <Text size="xs" c="dimmed">
          {name}
        </Text>
      )}
    </>
  );
}

interface PagedProps<Row> {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
  /** Made for those that are shown: there may be thousands. */
  readonly rowOf: (row: Row) => ReactNode;
}

/** Rows that are shown at first, and with each press for more. */
const page = 50;

function Paged<Row>({ name, head, rows, rowOf }: PagedProps<Row>) {
  const common = useWords(commonWords);
  const [shown, setShown] = useState(page);
  const isPhone = useMediaQuery('(max-width: 48em)', false);
  // What has room on a phone is there as a whole; more columns are drawn sideways.
  const fits = isPhone && head.length <= 4;
  return (
    <>
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': name }}>
        <Table
          striped
          verticalSpacing={6}
          horizontalSpacing={fits ? 4 : 'xs'}
          layout={fits ? 'fixed' : 'auto'}
          {...(!fits && { miw: 480 })}
          style={{ overflowWrap: 'anywhere' }}
        >
          <Table.Thead>
            <Table.Tr>
              {head.map((title) => (
                <Table.Th key={title} scope="col">
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{rows.slice(0, shown).map(rowOf)}</Table.Tbody>
        </Table>
      </ScrollArea>
      {rows.length > shown && (
        <Center mt="sm">
          <Button variant="default" onClick={() => setShown(shown + page * 4)}>
            {common.more}
          </Button>
        </Center>
      )}
      {rows.length === 0 && <Text c="dimmed">—</Text>}
    </>
  );
}
