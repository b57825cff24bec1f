/** What became of a keyboard's buttons. */
import type { FieldValue } from '../../../api/configuration.ts';
import { isSame } from '../../editor/workbench/entry.ts';

export type LayoutChange =
  | { readonly type: 'added' | 'removed'; readonly label: string }
  | { readonly type: 'renamed'; readonly label: string; readonly to: string }
  /** It does something else. */
  | { readonly type: 'redirected'; readonly label: string; readonly from: string; readonly to: string }
  /** Something else of it, such as when it is shown. */
  | { readonly type: 'changed'; readonly label: string }
  | { readonly type: 'arranged' };

/** A button as one can say something about it. */
export interface Cell {
  readonly value: FieldValue;
  readonly label: FieldValue;
  /** What a press does, in the document's words; empty where it only says its label. */
  readonly does: string;
}

/** @param labelOf says a label in the reader's language; of a shared button, which is only named, its name. */
export function layoutChanges(
  before: FieldValue,
  after: FieldValue,
  labelOf: (label: FieldValue) => string,
): readonly LayoutChange[] {
  const [old, made] = [cellsOf(before).flat(), cellsOf(after).flat()];
  const pairs = paired(old, made, [
    (one, other) => isSame(one.value, other.value),
    (one, other) => one.does !== '' && one.does === other.does,
    (one, other) => isSame(one.label, other.label),
  ]);
  const changes = [...pairs].flatMap(([one, other]) => changesOf(one, other, labelOf));
  const removed = old.filter((cell) => !pairs.has(cell));
  const kept = new Set(pairs.values());
  const added = made.filter((cell) => !kept.has(cell));
  const all: LayoutChange[] = [
    ...changes,
    ...removed.map((cell) => ({ type: 'removed' as const, label: labelOf(cell.label) })),
    ...added.map((cell) => ({ type: 'added' as const, label: labelOf(cell.label) })),
  ];
  const isArranged = removed.length === 0 && added.length === 0 && !isSameArrangement(before, after, pairs);
  return isArranged ? [...all, { type: 'arranged' }] : all;
}

/** The rows of a layout, whatever stands there. */
export function cellsOf(layout: FieldValue): readonly (readonly Cell[])[] {
  if (!Array.isArray(layout)) return [];
  return layout.map((row) => (Array.isArray(row) ? row.map(toCell) : []));
}

function toCell(value: FieldValue): Cell {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value, label: value, does: '' };
  const does = value['data'] ?? value['url'] ?? value['web_app'] ?? '';
  return { value, label: value['label'] ?? '', does: typeof does === 'string' ? does : '' };
}

/** Old buttons with what they became, by the first likeness that holds. */
function paired(
  old: readonly Cell[],
  made: readonly Cell[],
  likenesses: readonly ((one: Cell, other: Cell) => boolean)[],
): Map<Cell, Cell> {
  const pairs = new Map<Cell, Cell>();
  const free = new Set(made);
  for (const isLike of likenesses)
    for (const one of old) {
      if (pairs.has(one)) continue;
      const other = [...free].find((candidate) => isLike(one, candidate));
      if (other === undefined) continue;
      pairs.set(one, other);
      free.delete(other);
    }
  // In the document's order, whichever likeness paired them.
  return new Map(
    old.flatMap((one) => {
      const other = pairs.get(one);
      return other === undefined ? [] : [[one, other] as const];
    }),
  );
}

function changesOf(one: Cell, other: Cell, labelOf: (label: FieldValue) => string): LayoutChange[] {
  if (isSame(one.value, other.value)) return [];
  const label = labelOf(one.label);
  const isRenamed = !isSame(one.label, other.label);
  const isRedirected = one.does !== other.does;
  return [
    ...(isRenamed ? [{ type: 'renamed' as const, label, to: labelOf(other.label) }] : []),
    ...(isRedirected ? [{ type: 'redirected' as const, label, from: one.does, to: other.does }] : []),
    ...(isRenamed || isRedirected ? [] : [{ type: 'changed' as const, label }]),
  ];
}

function isSameArrangement(before: FieldValue, after: FieldValue, pairs: ReadonlyMap<Cell, Cell>): boolean {
  const shape = (layout: FieldValue) => cellsOf(layout).map((row) => row.length);
  if (shape(before).join() !== shape(after).join()) return false;
  const values = (cells: Iterable<Cell>) => [...cells].map(({ value }) => JSON.stringify(value));
  return values(pairs.values()).join() === values(cellsOf(after).flat()).join();
}
