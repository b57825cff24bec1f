import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { darkColours, lightColours, type ChartColours } from './colours.ts';
import { drawIn, type ChartOption } from './echarts.ts';

interface ChartProps {
  /** What the picture shows, in one sentence, for whoever does not see it; the figures stand in the table beside it. */
  readonly label: string;
  readonly height?: number;
  readonly option: (colours: ChartColours) => ChartOption;
}

/** A picture of figures, drawn anew when they, the colours or its width change. */
export function Chart({ label, height = 280, option }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useComputedColorScheme('light') === 'dark';
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const chart = drawIn(element);
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(element);
    const colours = isDark ? darkColours : lightColours;
    chart.setOption({ animation: false, color: [...colours.series], ...option(colours) });
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [isDark, option]);
  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
