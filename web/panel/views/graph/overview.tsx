import { useReactFlow, useStore } from '@xyflow/react';
import { useMemo, type PointerEvent } from 'react';
import { useWords } from '../../words/words.ts';
import { kindColors, problemColors } from './far/scene.ts';
import { graphWords } from './graph-words.ts';
import classes from './graph.module.css';
import { nodeSize } from './layout/arrange.ts';
import { boundsOf } from './look.ts';
import type { BoxNode } from './node-box.tsx';

/** Pixels. */
const size = { width: 200, height: 150 };

/** The whole picture in a corner, with what of it is in sight; pressed or dragged, it moves there. */
export function Overview({ boxes }: { readonly boxes: readonly BoxNode[] }) {
  const words = useWords(graphWords);
  const flow = useReactFlow();
  const bounds = useMemo(() => boundsOf(boxes), [boxes]);
  const scale = Math.max(bounds.width / size.width, bounds.height / size.height, 1) * 1.1;
  const [width, height] = [size.width * scale, size.height * scale];
  const left = bounds.x - (width - bounds.width) / 2;
  const top = bounds.y - (height - bounds.height) / 2;
  function go({ currentTarget, clientX, clientY, buttons }: PointerEvent<SVGSVGElement>): void {
    if (buttons !== 1) return;
    const frame = currentTarget.getBoundingClientRect();
    const [x, y] = [left + (clientX - frame.left) * scale, top + (clientY - frame.top) * scale];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  }
  return (
    <svg
      className={classes['overview']}
      viewBox={`${left} ${top} ${width} ${height}`}
      {...size}
      role="img"
      aria-label={words.miniMap}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <Boxes boxes={boxes} />
      <Sight left={left} top={top} width={width} height={height} />
    </svg>
  );
}

/** One path for each colour. */
function Boxes({ boxes }: { readonly boxes: readonly BoxNode[] }) {
  return useMemo(
    () =>
      [...Map.groupBy(boxes, ({ data }) => (data.worst ? problemColors[data.worst] : kindColors[data.kind]))].map(
        ([color, same]) => (
          <path
            key={color}
            fill={color}
            d={same
              .map(({ position: { x, y } }) => `M${x} ${y}h${nodeSize.width}v${nodeSize.height}h${-nodeSize.width}z`)
              .join('')}
          />
        ),
      ),
    [boxes],
  );
}

interface SightProps {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Shades all that is out of sight. */
function Sight({ left, top, width, height }: SightProps) {
  const path = useStore(({ transform: [x, y, zoom], width: across, height: down }) => {
    const seen = `M${-x / zoom} ${-y / zoom}h${across / zoom}v${down / zoom}h${-across / zoom}z`;
    return `M${left} ${top}h${width}v${height}h${-width}z${seen}`;
  });
  return <path className={classes['outOfSight']} fillRule="evenodd" d={path} />;
}
