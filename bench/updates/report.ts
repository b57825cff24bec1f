/** Medians over the bouts, the ratios that are promised, and how both are shown. */
import type { Bout, Measured } from './bout.ts';

export interface Figures {
  readonly updatesPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Microseconds per update. */
  readonly botCpu: number;
  readonly databaseCpu: number;
  readonly benchCpu: number;
  /** Cores taken by others meanwhile. */
  readonly othersCores: number;
}

export interface Summary {
  readonly floods: ReadonlyMap<number, Figures>;
  readonly steady: Figures;
  readonly resident: number;
  readonly peak: number;
}

export interface Target {
  readonly name: string;
  readonly ratio: number;
  readonly wanted: string;
  readonly met: boolean;
}

/** The middle value, or the middle between the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (upper + lower) / 2;
}

function figures(measured: readonly Measured[]): Figures {
  const of = (value: (one: Measured) => number) => median(measured.map(value));
  return {
    updatesPerSecond: of((one) => one.updates / one.seconds),
    p50: of((one) => one.p50),
    p95: of((one) => one.p95),
    p99: of((one) => one.p99),
    botCpu: of((one) => one.botCpu),
    databaseCpu: of((one) => one.databaseCpu),
    benchCpu: of((one) => one.benchCpu),
    othersCores: of((one) => one.othersCores),
  };
}

export function summarise(bouts: readonly Bout[], levels: readonly number[]): Summary {
  return {
    floods: new Map(
      levels.map((level) => [level, figures(bouts.flatMap((bout) => bout.floods.get(level) ?? []))] as const),
    ),
    steady: figures(bouts.map((bout) => bout.steady)),
    resident: median(bouts.map((bout) => bout.resident)),
    peak: median(bouts.map((bout) => bout.peak)),
  };
}

const cpu = (flood: Figures) => flood.botCpu + flood.databaseCpu;

function atLeast(name: string, ratio: number, bound: number): Target {
  return { name, ratio, wanted: `at least ${bound}`, met: ratio >= bound };
}

function atMost(name: string, ratio: number, bound: number): Target {
  return { name, ratio, wanted: `at most ${bound}`, met: ratio <= bound };
}

/** What is promised, against what was measured with most in flight and at the steady rate. */
export function targets(own: Summary, peer: Summary, level: number): Target[] {
  const ownFlood = own.floods.get(level);
  const peerFlood = peer.floods.get(level);
  if (ownFlood === undefined || peerFlood === undefined) return [];
  return [
    atLeast(`updates a second, ${level} in flight`, ownFlood.updatesPerSecond / peerFlood.updatesPerSecond, 5),
    atMost(`CPU per update, ${level} in flight`, cpu(ownFlood) / cpu(peerFlood), 0.2),
    atMost('peak memory of the process', own.peak / peer.peak, 0.75),
    atMost('p95 at the steady rate', own.steady.p95 / peer.steady.p95, 0.5),
    { name: 'p95 at the steady rate, ms', ratio: own.steady.p95, wanted: 'under 25', met: own.steady.p95 < 25 },
  ];
}

const columns = [
  'load',
  'bot',
  'updates/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU µs',
  'of it database',
  'bench µs',
  'others, cores',
];

function line(load: string, bot: string, one: Figures): string[] {
  return [
    load,
    bot,
    one.updatesPerSecond.toFixed(0),
    one.p50.toFixed(2),
    one.p95.toFixed(2),
    one.p99.toFixed(2),
    cpu(one).toFixed(0),
    one.databaseCpu.toFixed(0),
    one.benchCpu.toFixed(0),
    one.othersCores.toFixed(2),
  ];
}

/** A table as plain text, one line a bot and load. */
export function table(summaries: ReadonlyMap<string, Summary>, rate: number): string {
  const levels = new Set([...summaries.values()].flatMap((summary) => Array.from(summary.floods.keys())));
  const rows = [
    columns,
    ...Array.from(levels).flatMap((level) =>
      [...summaries].flatMap(([bot, summary]) => {
        const flood = summary.floods.get(level);
        return flood === undefined ? [] : [line(`${level} in flight`, bot, flood)];
      }),
    ),
    ...[...summaries].map(([bot, summary]) => line(`${rate} a second`, bot, summary.steady)),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
