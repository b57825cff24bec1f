import type { ChartColours } from './colours.ts';
import type { ChartOption } from './echarts.ts';

interface HeatPicture {
  readonly columns: readonly string[];
  /** From top to bottom. */
  readonly rows: readonly string[];
  /** By row, then column; null is a place where nothing can be. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly say: (value: number) => string;
  /** Whether each place says its value. */
  readonly showsValues: boolean;
}

/** Values by two things at once, the more the stronger. */
export function heatOption({ columns, rows, values, say, showsValues }: HeatPicture) {
  const cells = values.flatMap((row, y) =>
    row.flatMap((value, x) => (value === null ? [] : [[x, y, value] as [number, number, number]])),
  );
  const most = cells.reduce((highest, [, , value]) => Math.max(highest, value), 0);
  return (colours: ChartColours): ChartOption => ({
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      confine: true,
      backgroundColor: colours.ground,
      borderColor: colours.line,
      textStyle: { color: colours.text },
      formatter(shown) {
        const [one] = [shown].flat();
        const [x, y, value] = Array.isArray(one?.value) ? one.value.map(Number) : [];
        return `${rows[y ?? 0] ?? ''}, ${columns[x ?? 0] ?? ''}: ${say(value ?? 0)}`;
      },
    },
    visualMap: { show: false, min: 0, max: Math.max(most, Number.MIN_VALUE), inRange: { color: [...colours.heat] } },
    xAxis: {
      type: 'category',
      data: [...columns],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.text, hideOverlap: true },
    },
    yAxis: {
      type: 'category',
      data: [...rows],
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.text },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map(([x, y, value]) => ({
          value: [x, y, value],
          // Dark words on the weak half, light ones on the strong, whichever way the colours run.
          label: { color: value > most / 2 ? colours.ground : colours.text },
        })),
        label: {
          show: showsValues,
          formatter: ({ value }) => (Array.isArray(value) ? say(Number(value[2])) : ''),
        },
        itemStyle: { borderColor: colours.ground, borderWidth: 2, borderRadius: 3 },
      },
    ],
  });
}
