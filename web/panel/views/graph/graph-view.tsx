import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconSitemap } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useActionTitle } from '../../api/action-title.ts';
import { useMemo, useState } from 'react';
import { configurationStateQuery } from '../../api/configuration.ts';
import { graphQuery, waysQuery, type ButtonWay, type Graph, type GraphNode } from '../../api/graph.ts';
import { useMay } from '../../api/session.ts';
import { notifyFailed } from '../../parts/notify.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { RangeBar } from '../statistics/range-bar.tsx';
import { useRange } from '../statistics/use-range.ts';
import { AddButtonDialog } from './add-button-dialog.tsx';
import { Canvas } from './canvas.tsx';
import { GraphBar } from './graph-bar.tsx';
import { graphWords } from './graph-words.ts';
import { RemoveButtonDialog } from './remove-button-dialog.tsx';
import { figuresOf, type GraphFigures } from './rules/figures.ts';
import { drawnWays, pictureOf, type Picture } from './rules/picture.ts';
import { ScreenCard } from './screen-card.tsx';
import { toFlowEdge, toFlowNode } from './to-flow.ts';
import { useFocus, type Focus } from './keyboard/use-focus.ts';
import { useGraphAddress, type GraphAddress } from './use-graph-address.ts';
import { useWaysEditor } from './use-ways-editor.tsx';
import { WaysTables } from './ways-tables.tsx';

/** The whole bot as a picture, and the same as a list. */
export function GraphView() {
  const shell = useWords(shellWords);
  const words = useWords(graphWords);
  const address = useGraphAddress();
  const { data: state } = useQuery(configurationStateQuery);
  const { version } = address;
  const side = version === null ? { revision: state?.draft_revision ?? 0 } : { version };
  const graph = useQuery({ ...graphQuery(side), enabled: version !== null || state !== undefined });
  return (
    <Page title={shell.graph} about={words.about}>
      {graph.data === undefined ? (
        graph.error ? (
          <Failed error={graph.error} retry={() => void graph.refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <>
          <GraphBar nodes={graph.data.nodes} address={address} />
          {graph.data.nodes.length === 0 ? <EmptyBot /> : <Drawn graph={graph.data} address={address} />}
        </>
      )}
    </Page>
  );
}

function EmptyBot() {
  const words = useWords(graphWords);
  return (
    <Empty
      icon={<IconSitemap size={28} />}
      title={words.empty}
      action={<Button renderRoot={(props) => <Link to="/editor" {...props} />}>{words.toEditor}</Button>}
    >
      {words.emptyText}
    </Empty>
  );
}

function Drawn({ graph, address }: { readonly graph: Graph; readonly address: GraphAddress }) {
  const words = useWords(graphWords);
  const { only, change, hasFigures, version, view } = address;
  const focus = useFocus(address.node, only);
  const figures = useFigures(graph, version, hasFigures);
  const picture = useMemo(() => pictureOf(graph, only), [graph, only]);
  const source = graph.nodes.find(({ key }) => key === only);
  const select = (node: string | undefined) => change({ node });
  return (
    <Stack>
      {hasFigures && <FiguresBar figures={figures} />}
      {source && (
        <Group gap="sm">
          <Text size="sm">{words.onlyFrom(source.name)}</Text>
          <Button variant="default" size="compact-sm" onClick={() => change({ only: undefined })}>
            {words.all}
          </Button>
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {words.count(picture.nodes.length, picture.edges.length)}
      </Text>
      {view === 'map' && <BotMap graph={graph} picture={picture} figures={figures} address={address} focus={focus} />}
      <WaysTables
        nodes={picture.nodes.map(({ node }) => node)}
        edges={picture.edges}
        figures={figures}
        onSelect={(key) => (view === 'map' ? select(key) : change({ node: key, view: 'map' }))}
      />
    </Stack>
  );
}

/** What was counted, in the range that the address names; null while nobody asks for it. */
function useFigures(graph: Graph, version: number | null, isAsked: boolean): GraphFigures | null {
  const { asked } = useRange();
  const { data } = useQuery({ ...waysQuery(asked, version), enabled: isAsked });
  return useMemo(() => (isAsked && data ? figuresOf(graph, data) : null), [graph, data, isAsked]);
}

function FiguresBar({ figures }: { readonly figures: GraphFigures | null }) {
  const words = useWords(graphWords);
  const range = useRange();
  return (
    <Stack gap="xs">
      <RangeBar range={range} />
      {figures?.screens.size === 0 && <Alert color="gray">{words.noFigures}</Alert>}
      {figures !== null && figures.elsewhere > 0 && (
        <Text size="sm" c="dimmed">
          {words.elsewhere(figures.elsewhere)}
        </Text>
      )}
    </Stack>
  );
}

interface BotMapProps {
  readonly graph: Graph;
  readonly picture: Picture;
  readonly figures: GraphFigures | null;
  readonly address: GraphAddress;
  readonly focus: Focus;
}

type Wish =
  | { readonly is: 'add'; readonly from: GraphNode; readonly to: GraphNode | null }
  | { readonly is: 'remove'; readonly from: GraphNode; readonly way: ButtonWay };

function BotMap({ graph, picture, figures, address, focus }: BotMapProps) {
  const words = useWords(graphWords);
  const { language } = useLanguage();
  const format = useFormat();
  const navigate = useNavigate();
  const editor = useWaysEditor();
  const mayChange = useMay('config:write');
  const [wish, setWish] = useState<Wish | null>(null);
  const { node: selected, version, hasAllWays, change } = address;
  const canChange = mayChange && version === null;
  const actionTitle = useActionTitle();
  const spoken = useMemo(() => ({ words, language, format, actionTitle }), [words, language, format, actionTitle]);
  const nodes = useMemo(
    () => picture.nodes.map((placed) => toFlowNode(placed, graph.problems, figures, spoken)),
    [picture, graph.problems, figures, spoken],
  );
  const edges = useMemo(() => {
    const most = Math.max(0, ...(figures?.ways.values() ?? []));
    const drawn = hasAllWays ? picture.edges : drawnWays(picture, figures, selected);
    return drawn.map((edge) => toFlowEdge(edge, figures, most, spoken, edge.from === selected || edge.to === selected));
  }, [picture, figures, spoken, selected, hasAllWays]);
  const at = (key: string) => graph.nodes.find((node) => node.key === key);
  const chosen = selected === undefined ? undefined : at(selected);
  const select = (key: string | undefined) => change({ node: key });

  function connect(from: string, to: string): void {
    const [start, end] = [at(from), at(to)];
    if (start && end?.kind === 'callback') setWish({ is: 'add', from: start, to: end });
  }

  function choose(from: string, to: string): void {
    const way = graph.edges.find((edge) => edge.from === from && edge.to === to)?.ways.find(isButton);
    const start = at(from);
    if (!canChange || !start) return select(from);
    if (way) setWish({ is: 'remove', from: start, way });
    else notifyFailed(words.cannotRemove);
  }

  return (
    <>
      <Canvas
        // Another picture begins with another look.
        key={`${version} ${address.only}`}
        nodes={nodes}
        edges={edges}
        selected={selected}
        ref={focus.map}
        onSelect={select}
        onEnter={() => focus.card.current?.focus()}
        onOpen={(key) => void navigate({ to: '/editor', search: { entry: key } })}
        onConnect={canChange ? connect : undefined}
        onEdge={choose}
      >
        {chosen && (
          <ScreenCard
            node={chosen}
            graph={graph}
            version={version}
            figures={figures}
            ref={focus.card}
            onSelect={select}
            onClose={() => {
              select(undefined);
              focus.map.current?.focus();
            }}
            onOnly={(key) => change({ only: key })}
            onAdd={canChange ? () => setWish({ is: 'add', from: chosen, to: null }) : undefined}
            onRemove={canChange ? (from, way) => setWish({ is: 'remove', from, way }) : undefined}
          />
        )}
      </Canvas>
      {wish?.is === 'add' && (
        <AddButtonDialog
          from={wish.from}
          to={wish.to}
          screens={graph.nodes.filter(({ kind }) => kind === 'callback')}
          editor={editor}
          onClose={() => setWish(null)}
        />
      )}
      {wish?.is === 'remove' && (
        <RemoveButtonDialog from={wish.from} way={wish.way} editor={editor} onClose={() => setWish(null)} />
      )}
    </>
  );
}

function isButton(way: Graph['edges'][number]['ways'][number]): way is ButtonWay {
  return way.kind === 'button';
}
