/** Tables whose months leave the database, in the order in which they do. */
export const archivedTables = ['sessions', 'session_events_log', 'statistics'] as const;
export type ArchivedTable = (typeof archivedTables)[number];

/** A month of a table, written once. */
export interface RunPlace {
  readonly table: ArchivedTable;
  readonly month: Temporal.PlainYearMonth;
  /** A UUID. */
  readonly run: string;
}

export const isArchivedTable = (name: string): name is ArchivedTable => archivedTables.some((table) => table === name);

/** Where all runs of a month lie. */
export const monthFolder = ({ table, month }: Omit<RunPlace, 'run'>): string => `archive/${table}/${month.toString()}/`;

/** `archive/sessions/2021-03/<run>/` */
export const runFolder = (place: RunPlace): string => `${monthFolder(place)}${place.run}/`;

/** @param number from 1. */
export const partKey = (place: RunPlace, number: number): string =>
  `${runFolder(place)}part-${String(number).padStart(4, '0')}.blocks`;

export const manifestKey = (place: RunPlace): string => `${runFolder(place)}manifest.json`;

/** The run that an object belongs to; null for what lies elsewhere. */
export function runOfKey(key: string): string | null {
  return /^archive\/[a-z_]+\/\d{4}-\d{2}\/([0-9a-f-]{36})\//.exec(key)?.[1] ?? null;
}

/** What a block is bound to, besides its key: one that lies in another month's folder is not taken for that month's. */
export const bindingOf = ({ table, month, run }: RunPlace): string => `${table} ${month.toString()} ${run}`;

/** `sessions_2021_03` */
export const partitionOf = ({ table, month }: Omit<RunPlace, 'run'>): string =>
  `${table}_${month.toString().replace('-', '_')}`;

/** The month of a partition by its name; null for the default one. */
export function monthOfPartition(table: ArchivedTable, name: string): Temporal.PlainYearMonth | null {
  const [, year, month] = /^(\d{4})_(\d{2})$/.exec(name.slice(table.length + 1)) ?? [];
  return year === undefined || month === undefined ? null : Temporal.PlainYearMonth.from(`${year}-${month}`);
}
