import '@xyflow/react/dist/base.css';
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import {
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type Edge,
  type NodeChange,
} from '@xyflow/react';
import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import { graphWords } from './graph-words.ts';
import classes from './graph.module.css';
import { nodeSize } from './layout/arrange.ts';
import { NodeBox, type BoxNode } from './node-box.tsx';

interface CanvasProps {
  readonly nodes: readonly BoxNode[];
  readonly edges: readonly Edge[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string | undefined) => void;
  /** Twice clicked. */
  readonly onOpen: (key: string) => void;
  /** An arrow was drawn; without it none can be. */
  readonly onConnect: ((from: string, to: string) => void) | undefined;
  readonly onEdge: (from: string, to: string) => void;
  /** Lies over the picture. */
  readonly children: ReactNode;
}

const nodeTypes = { box: NodeBox };
/** Below it names grow and all else goes. */
const farZoom = 0.45;
/** From it on what ways are called can be read. */
const labelZoom = 0.75;
/** Pixels, as in the style sheet. */
const cardWidth = 360;
/** Pixels that a press of an arrow key moves the picture. */
const stride = 120;

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ nodes, edges, selected, onSelect, onOpen, onConnect, onEdge, children }: CanvasProps) {
  const words = useWords(graphWords);
  const scheme = useComputedColorScheme('light');
  const flow = useReactFlow();
  const canvas = useRef<HTMLDivElement>(null);
  const isFar = useStore(({ transform }) => transform[2] < farZoom);
  const hasLabels = useStore(({ transform }) => transform[2] >= labelZoom);
  const shownNodes = useMemo(
    () => nodes.map((node) => (node.id === selected ? { ...node, selected: true, zIndex: 2 } : node)),
    [nodes, selected],
  );
  const shownEdges = useMemo(
    () =>
      edges.map((edge) => {
        const isOwn = edge.source === selected || edge.target === selected;
        return (hasLabels || isOwn) && typeof edge.data?.['label'] === 'string'
          ? { ...edge, label: edge.data['label'] }
          : edge;
      }),
    [edges, selected, hasLabels],
  );
  useLookAt(selected, nodes);

  /** The whole where it can be read, else its beginning. */
  async function lookAtFirst(): Promise<void> {
    if (selected !== undefined && nodes.some(({ id }) => id === selected)) return;
    await flow.fitView();
    const [first] = nodes;
    if (first === undefined || flow.getZoom() >= farZoom) return;
    const { x, y } = first.position;
    const middle = (canvas.current?.clientHeight ?? 0) / 2;
    const zoom = farZoom;
    await flow.setViewport({ x: 24 - x * zoom, y: middle - (y + nodeSize.height / 2) * zoom, zoom });
  }

  function select(changes: readonly NodeChange<BoxNode>[]): void {
    // The library tells of each box that is chosen or no longer; what is chosen stands in the address.
    for (const change of changes) if (change.type === 'select' && change.selected) onSelect(change.id);
  }

  return (
    <div
      ref={canvas}
      className={`${classes['canvas']} ${isFar ? classes['far'] : ''}`}
      role="application"
      aria-label={words.canvas}
      tabIndex={0}
      onKeyDown={(event) => moveByKey(event, flow)}
    >
      <ReactFlow<BoxNode>
        nodes={shownNodes}
        edges={shownEdges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        onNodesChange={select}
        onNodeDoubleClick={(_, { id }) => onOpen(id)}
        onEdgeClick={(_, { source, target }) => onEdge(source, target)}
        onPaneClick={() => onSelect(undefined)}
        onConnect={({ source, target }) => onConnect?.(source, target)}
        nodesConnectable={onConnect !== undefined}
        nodesDraggable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        elevateEdgesOnSelect={false}
        minZoom={0.02}
        maxZoom={2}
        onInit={() => void lookAtFirst()}
        proOptions={{ hideAttribution: true }}
      >
        <MiniMap pannable zoomable ariaLabel={words.miniMap} nodeStrokeWidth={0} nodeColor={colorOf} />
      </ReactFlow>
      <ActionIcon.Group orientation="vertical" className={classes['tools'] ?? ''}>
        <ActionIcon variant="default" size="lg" aria-label={words.zoomIn} onClick={() => void flow.zoomIn()}>
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={words.zoomOut} onClick={() => void flow.zoomOut()}>
          <IconMinus size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={words.fit} onClick={() => void flow.fitView()}>
          <IconMaximize size={18} aria-hidden />
        </ActionIcon>
      </ActionIcon.Group>
      {children}
    </div>
  );
}

const colors = { handler: 'grape', callback: 'blue', link: 'gray' } as const;

function colorOf({ data: { kind, worst } }: BoxNode): string {
  const color = worst === 'error' ? 'red' : worst === 'warning' ? 'orange' : colors[kind];
  return `var(--mantine-color-${color}-6)`;
}

/** What was chosen elsewhere, by a search or a link, comes into sight; what was clicked is in sight. */
function useLookAt(selected: string | undefined, nodes: readonly BoxNode[]): void {
  const flow = useReactFlow();
  const isReady = useStore(({ width, height }) => width > 0 && height > 0);
  const looked = useRef<string>(undefined);
  useEffect(() => {
    if (!isReady || looked.current === selected) return;
    const node = nodes.find(({ id }) => id === selected);
    if (node === undefined) {
      looked.current = undefined;
      return;
    }
    looked.current = selected;
    const { x, y } = node.position;
    const corner = flow.flowToScreenPosition(node.position);
    const end = flow.flowToScreenPosition({ x: x + nodeSize.width, y: y + nodeSize.height });
    const box = document.querySelector('.react-flow')?.getBoundingClientRect();
    // The card lies over the right of a wide picture.
    const covered = box && box.width > 2 * cardWidth ? cardWidth : 0;
    const right = (box?.right ?? 0) - covered;
    const isSeen = box && corner.x > box.left && end.x < right && corner.y > box.top && end.y < box.bottom;
    if (isSeen === true && flow.getZoom() >= farZoom) return;
    const zoom = Math.max(flow.getZoom(), labelZoom);
    void flow.setCenter(x + nodeSize.width / 2 + covered / 2 / zoom, y + nodeSize.height / 2, { zoom });
  }, [selected, nodes, flow, isReady]);
}

function moveByKey(event: KeyboardEvent<HTMLElement>, flow: ReturnType<typeof useReactFlow>): void {
  const { x, y, zoom } = flow.getViewport();
  const moves: Readonly<Record<string, () => unknown>> = {
    '+': () => flow.zoomIn(),
    '=': () => flow.zoomIn(),
    '-': () => flow.zoomOut(),
    '0': () => flow.fitView(),
    ArrowLeft: () => flow.setViewport({ x: x + stride, y, zoom }),
    ArrowRight: () => flow.setViewport({ x: x - stride, y, zoom }),
    ArrowUp: () => flow.setViewport({ x, y: y + stride, zoom }),
    ArrowDown: () => flow.setViewport({ x, y: y - stride, zoom }),
  };
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const move = event.ctrlKey || event.metaKey || event.altKey || isTyping ? undefined : moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  move();
}
