import { useComputedColorScheme } from '@mantine/core';
import { useStoreApi, type Edge } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import classes from '../graph.module.css';
import type { BoxNode } from '../node-box.tsx';
import { paint, type Ink } from './paint.ts';
import { sceneOf } from './scene.ts';

interface FarLayerProps {
  readonly boxes: readonly BoxNode[];
  readonly edges: readonly Edge[];
  readonly selected: string | undefined;
}

/**
 * All boxes and ways as one painting, while they are too small to be more than that: as elements of the page a thousand
 * of them take a second to come and a tenth of one to move. Nothing for whoever does not see it: the lists say the same.
 */
export function FarLayer({ boxes, edges, selected }: FarLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const scheme = useComputedColorScheme('light');
  const scene = useMemo(() => sceneOf(boxes, edges), [boxes, edges]);
  useEffect(() => {
    const sheet = canvas.current;
    const context = sheet?.getContext('2d');
    if (!sheet || !context) return undefined;
    const ink = inkOf(sheet);
    let painted = '';
    let frame = 0;
    const repaint = () => {
      frame = 0;
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const density = window.devicePixelRatio;
      const sight = { x, y, zoom, width, height, density };
      // The library tells of much more than what moves the picture.
      if (painted === JSON.stringify(sight)) return;
      painted = JSON.stringify(sight);
      const [across, down] = [Math.round(width * density), Math.round(height * density)];
      if (sheet.width !== across || sheet.height !== down) Object.assign(sheet, { width: across, height: down });
      paint(context, scene, sight, ink, selected);
    };
    repaint();
    const unsubscribe = store.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(repaint);
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [scene, scheme, selected, store]);
  return <canvas ref={canvas} className={classes['painting']} aria-hidden />;
}

/** Colours as the page shows them, forced ones included, each looked up once. */
function inkOf(sheet: HTMLCanvasElement): Ink {
  const known = new Map<string, string>();
  const isForced = window.matchMedia('(forced-colors: active)').matches;
  return {
    font: getComputedStyle(sheet).fontFamily,
    of(color) {
      if (isForced) return color.includes('-body') ? 'Canvas' : 'CanvasText';
      const found = known.get(color);
      if (found !== undefined) return found;
      sheet.style.color = color;
      const computed = getComputedStyle(sheet).color;
      known.set(color, computed);
      return computed;
    },
  };
}
