import { readerOf } from './values.ts';

export type Row = Record<string, unknown>;

/** Makes a row of the texts of its columns. */
export type RowMaker = (fields: readonly (string | null)[]) => Row;

export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** Results of as many shapes are remembered; more than this service knows how to ask for. */
const mostKnown = 1_000;
const known = new Map<string, RowMaker>();

/**
 * What makes rows of these columns.
 *
 * The names are known once a statement is prepared, and written into a function then: a row of twenty-six columns that
 * is filled name by name becomes a table of its own, takes ten times the memory and nine times as long, and is slower to
 * read ever after. They are the names that statements give their columns, never anybody's text, and quoted all the same.
 */
export function rowMaker(columns: readonly Column[]): RowMaker {
  const shape = columns.map(({ name, dataTypeID }) => `${dataTypeID} ${name}`).join();
  const before = known.get(shape);
  if (before) return before;
  const maker = compile(columns);
  if (known.size >= mostKnown) known.clear();
  known.set(shape, maker);
  return maker;
}

function compile(columns: readonly Column[]): RowMaker {
  const cells = columns.map(
    ({ name }, i) => `${JSON.stringify(name)}: fields[${i}] == null ? null : read[${i}](fields[${i}])`,
  );
  // oxlint-disable-next-line typescript/no-implied-eval -- nothing else gives rows a shape that is known beforehand
  const make: unknown = new Function('read', `return (fields) => ({ ${cells.join(', ')} })`);
  // A function that was written two lines above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (make as (read: readonly ((text: string) => unknown)[]) => RowMaker)(
    columns.map(({ dataTypeID }) => readerOf(dataTypeID)),
  );
}
