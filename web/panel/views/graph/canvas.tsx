import '@xyflow/react/dist/base.css';
import { ActionIcon, useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import {
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
  type Edge,
  type NodeChange,
  type Viewport,
} from '@xyflow/react';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { useWords } from '../../words/words.ts';
import { FarLayer } from './far/far-layer.tsx';
import { boxAt, edgeAt } from './far/hit.ts';
import { farZoom, useFar } from './far/use-far.ts';
import { graphWords } from './graph-words.ts';
import classes from './graph.module.css';
import { keyPressed } from './keyboard/keys.ts';
import { boundsOf, firstLook, isInSight, labelZoom, lookAt, padding, zooms } from './look.ts';
import { NodeBox, type BoxNode } from './node-box.tsx';
import { Overview } from './overview.tsx';

interface CanvasProps {
  readonly nodes: readonly BoxNode[];
  readonly edges: readonly Edge[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string | undefined) => void;
  /** Twice clicked. */
  readonly onOpen: (key: string) => void;
  /** Enter was pressed: whoever has no mouse wants into the card of what is chosen. */
  readonly onEnter: () => void;
  /** An arrow was drawn; without it none can be. */
  readonly onConnect: ((from: string, to: string) => void) | undefined;
  readonly onEdge: (from: string, to: string) => void;
  /** What keys move. */
  readonly ref: Ref<HTMLDivElement>;
  /** Lies over the picture. */
  readonly children: ReactNode;
}

/** Pixels of the screen between the pointer and a painted arrow that count as a hit. */
const reach = 10;

const nodeTypes = { box: NodeBox };
/** While they are painted. */
const none = { nodes: [], edges: [] };

/** Draws nothing before it knows how much room there is: it would be drawn twice. */
export function Canvas(props: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [look, setLook] = useState<Viewport>();
  const { nodes, selected, children } = props;
  useLayoutEffect(() => {
    if (look !== undefined || frame.current === null) return;
    const { clientWidth: width, clientHeight: height } = frame.current;
    setLook(firstLook(nodes, selected, { width, height }));
  }, [look, nodes, selected]);
  return (
    <div ref={frame} className={classes['canvas']}>
      {look && (
        <ReactFlowProvider>
          <Flow {...props} look={look} />
        </ReactFlowProvider>
      )}
      {children}
    </div>
  );
}

type FlowProps = Omit<CanvasProps, 'children'> & { readonly look: Viewport };

function Flow({ nodes, edges, selected, onSelect, onOpen, onEnter, onConnect, onEdge, ref, look }: FlowProps) {
  const words = useWords(graphWords);
  const scheme = useComputedColorScheme('light');
  const flow = useReactFlow();
  const isFar = useFar();
  const hasLabels = useStore(({ transform }) => transform[2] >= labelZoom);
  const [said, setSaid] = useState('');
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
  const fit = () => flow.fitBounds(boundsOf(nodes), { padding });
  useLookAt(selected, nodes);

  function select(changes: readonly NodeChange<BoxNode>[]): void {
    // The library tells of each box that is chosen or no longer; what is chosen stands in the address.
    for (const change of changes) if (change.type === 'select' && change.selected) onSelect(change.id);
  }

  /** What is painted there; what is not painted hears of its clicks itself. */
  function paintedAt({ clientX, clientY }: MouseEvent): string | undefined {
    return isFar ? boxAt(nodes, flow.screenToFlowPosition({ x: clientX, y: clientY }))?.id : undefined;
  }

  function clickPane(event: MouseEvent): void {
    const painted = paintedAt(event);
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const way = isFar && painted === undefined ? edgeAt(nodes, edges, point, reach / flow.getZoom()) : undefined;
    if (way) onEdge(way.source, way.target);
    else onSelect(painted);
  }

  function open(event: MouseEvent): void {
    const painted = paintedAt(event);
    if (painted !== undefined) onOpen(painted);
  }

  function press(event: KeyboardEvent<HTMLElement>): void {
    keyPressed(event, {
      nodes,
      selected,
      flow,
      fit,
      onEnter,
      onSelect(box) {
        onSelect(box?.id);
        setSaid(box?.ariaLabel ?? '');
      },
    });
  }

  return (
    <>
      <ReactFlow<BoxNode>
        ref={ref}
        {...(isFar ? none : { nodes: shownNodes, edges: shownEdges })}
        defaultViewport={look}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        aria-label={words.canvas}
        tabIndex={0}
        onKeyDown={press}
        onDoubleClick={open}
        onNodesChange={select}
        onNodeDoubleClick={(_, { id }) => onOpen(id)}
        onEdgeClick={(_, { source, target }) => onEdge(source, target)}
        onPaneClick={clickPane}
        onConnect={({ source, target }) => onConnect?.(source, target)}
        nodesConnectable={onConnect !== undefined}
        nodesDraggable={false}
        // A thousand stops of the tab key: arrows go from box to box instead.
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        elevateEdgesOnSelect={false}
        minZoom={zooms.least}
        maxZoom={zooms.most}
        proOptions={{ hideAttribution: true }}
      >
        {isFar && <FarLayer boxes={nodes} edges={edges} selected={selected} />}
      </ReactFlow>
      <Overview boxes={nodes} />
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
      <ActionIcon.Group orientation="vertical" className={classes['tools'] ?? ''}>
        <ActionIcon variant="default" size="lg" aria-label={words.zoomIn} onClick={() => void flow.zoomIn()}>
          <IconPlus size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={words.zoomOut} onClick={() => void flow.zoomOut()}>
          <IconMinus size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={words.fit} onClick={() => void fit()}>
          <IconMaximize size={18} aria-hidden />
        </ActionIcon>
      </ActionIcon.Group>
    </>
  );
}

/** What was chosen elsewhere, by a search or a link, comes into sight; what was clicked is in sight. */
function useLookAt(selected: string | undefined, nodes: readonly BoxNode[]): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const isReady = useStore(({ width, height }) => width > 0 && height > 0);
  const looked = useRef<string>(undefined);
  useEffect(() => {
    if (!isReady || looked.current === selected) return;
    const node = nodes.find(({ id }) => id === selected);
    looked.current = node?.id;
    if (node === undefined) return;
    const [room, sight] = [store.getState(), flow.getViewport()];
    if (sight.zoom >= farZoom && isInSight(node, sight, room)) return;
    void flow.setViewport(lookAt(node, Math.max(sight.zoom, labelZoom), room));
  }, [selected, nodes, flow, store, isReady]);
}
