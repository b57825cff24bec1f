/** Moves of buttons within a layout. Rows without buttons go; a list of buttons stands in a row of its own. */
import type { Cell, Layout, LayoutRow } from '../configuration.ts';
import { mostKeyboardButtons, mostRowButtons } from '../limits.ts';

export interface Place {
  readonly row: number;
  readonly column: number;
}

export function cellAt(layout: Layout, { row, column }: Place): Cell | undefined {
  return layout[row]?.[column];
}

const isList = (cell: Cell): boolean => typeof cell === 'object' && 'each' in cell;

/** Whether one more button has room in the row, beside what stands there. */
export function hasRoom(row: LayoutRow | undefined): boolean {
  return row !== undefined && row.length < mostRowButtons && !row.some(isList);
}

export function isFull(layout: Layout): boolean {
  return layout.flat().length >= mostKeyboardButtons;
}

export function replaceCell(layout: Layout, place: Place, cell: Cell): Layout {
  return layout.map((row, line) => (line === place.row ? row.with(place.column, cell) : row));
}

export function removeCell(layout: Layout, place: Place): Layout {
  return withoutEmpty(layout.map((row, line) => (line === place.row ? row.toSpliced(place.column, 1) : row)));
}

/** Puts it before what stands at the place, or into a row of its own where it has no room there. */
export function insertCell(layout: Layout, place: Place, cell: Cell): Layout {
  const row = layout[place.row];
  if (row === undefined || !hasRoom(row) || isList(cell)) return layout.toSpliced(place.row + 1, 0, [cell]);
  return layout.with(place.row, row.toSpliced(place.column, 0, cell));
}

/** @param to where it stands afterwards; a row behind the last is a new one */
export function moveCell(layout: Layout, from: Place, to: Place): Layout {
  const cell = cellAt(layout, from);
  if (cell === undefined || (from.row === to.row && from.column === to.column)) return layout;
  if (from.row === to.row) {
    const rest = layout[from.row]?.toSpliced(from.column, 1) ?? [];
    return layout.with(from.row, rest.toSpliced(to.column, 0, cell));
  }
  const without = layout.map((row, line) => (line === from.row ? row.toSpliced(from.column, 1) : row));
  return withoutEmpty(insertCell(without, to, cell));
}

/** Into a row of its own before that one. */
export function moveToOwnRow(layout: Layout, from: Place, before: number): Layout {
  const cell = cellAt(layout, from);
  if (cell === undefined) return layout;
  const without = layout.map((row, line) => (line === from.row ? row.toSpliced(from.column, 1) : row));
  return withoutEmpty(without.toSpliced(before, 0, [cell]));
}

function withoutEmpty(layout: Layout): Layout {
  return layout.filter((row) => row.length > 0);
}
