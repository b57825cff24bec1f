import type { ChartColours } from './colours.ts';
import type { ChartOption } from './echarts.ts';

export interface TimeSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** Of the period before: drawn behind the others, in grey and dashed. */
  readonly isBefore?: boolean;
}

interface TimePicture {
  /** Names of the steps, one for each value. */
  readonly steps: readonly string[];
  readonly series: readonly TimeSeries[];
  readonly isStacked?: boolean;
  /** How a value is said; as a whole number unless given. */
  readonly say?: (value: number) => string;
  /** What the lines behind the picture stand a round number of apart: 3,600 for whole hours of seconds. */
  readonly unit?: number;
}

/** Values over time: lines, or areas on top of each other. */
export function timeOption({ steps, series, isStacked = false, say = String, unit = 1 }: TimePicture) {
  return (colours: ChartColours): ChartOption => ({
    grid: { left: 8, right: 12, top: 16, bottom: series.length > 1 ? 40 : 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.ground,
      borderColor: colours.line,
      textStyle: { color: colours.text },
      valueFormatter: (value) => (typeof value === 'number' ? say(value) : ''),
    },
    legend: {
      show: series.length > 1,
      // More names than fit beside each other are leafed through; in several lines they would cover the picture.
      type: series.length > 3 ? 'scroll' : 'plain',
      pageIconColor: colours.text,
      pageTextStyle: { color: colours.text },
      bottom: 0,
      itemHeight: 10,
      textStyle: { color: colours.text, width: 130, overflow: 'truncate' },
    },
    xAxis: {
      type: 'category',
      data: [...steps],
      boundaryGap: false,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      // The first and the last stay within the picture, clear of the values beside it.
      axisLabel: { color: colours.text, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      ...(unit > 1 && linesEvery(unit, Math.max(...series.flatMap(({ values }) => values)))),
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.text, formatter: (value: number) => say(value) },
    },
    series: series.map(({ name, values, isBefore = false }) => ({
      name,
      type: 'line' as const,
      data: [...values],
      showSymbol: values.length < 3,
      symbolSize: 6,
      ...(isStacked && !isBefore && { stack: 'all', areaStyle: { opacity: 0.55 } }),
      lineStyle: isBefore ? { type: 'dashed' as const, color: colours.quiet, width: 1.5 } : { width: 2 },
      ...(isBefore && { itemStyle: { color: colours.quiet }, z: 1 }),
    })),
  });
}

/** About four lines, a round number of units apart, and room up to the last of them. */
function linesEvery(unit: number, most: number) {
  const interval = unit * roundStep(most / unit / 4);
  return { interval, max: Math.max(interval, Math.ceil(most / interval) * interval) };
}

/** The next of 1, 2, 5, 10, 20, 50… */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return power * ([1, 2, 5].find((step) => step * power >= least) ?? 10);
}
