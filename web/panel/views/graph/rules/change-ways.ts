/** What an arrow that is drawn or taken away means for the draft. */
import type { ButtonWay } from '../../../api/graph.ts';
import type { Content, DraftEntry, FieldValue } from '../../../api/configuration.ts';
import { isSameEntry, nameOf, type EntryRef } from '../../editor/workbench/entry.ts';
import { additionOf } from '../../editor/workbench/make-steps.ts';
import type { Step } from '../../editor/workbench/steps.ts';

export interface NewButton {
  /** The screen that gets it. */
  readonly on: EntryRef;
  readonly label: string;
  /** What the callback it leads to is called. */
  readonly data: string;
  readonly isOwnRow: boolean;
  /** Where the keyboard is shared: whether this screen gets a copy of its own. */
  readonly isCopied: boolean;
}

/** Buttons that Telegram shows in a row. */
const mostInRow = 8;

/** @returns nothing where the screen is not there any more. */
export function additionSteps(
  entries: readonly DraftEntry[],
  { on, label, data, isOwnRow, isCopied }: NewButton,
): readonly Step[] {
  const entry = entries.find((one) => isSameEntry(one, on));
  if (entry === undefined) return [];
  const button = { label, data };
  const keyboard = keyboardOf(entries, entry);
  if (keyboard === undefined) {
    const id = freeName(entries, entry);
    return [additionOf(entries, { kind: 'keyboard', id }, { kind: 'inline', layout: [[button]] }), shows(entry, id)];
  }
  const layout = withButton(rowsIn(keyboard.content['layout']), button, isOwnRow);
  if (!isCopied) return [layoutStep(keyboard, layout)];
  const id = freeName(entries, entry);
  return [additionOf(entries, { kind: 'keyboard', id }, { ...keyboard.content, layout }), shows(entry, id)];
}

/** @returns nothing where the button is not there any more. */
export function removalSteps(entries: readonly DraftEntry[], way: ButtonWay): readonly Step[] {
  const keyboard = entries.find((one) => isSameEntry(one, { kind: 'keyboard', id: way.keyboard }));
  if (keyboard === undefined) return [];
  const { place } = way;
  const rows = rowsIn(keyboard.content['layout']);
  const isIt = (cell: FieldValue, row: number, column: number) =>
    'shared' in place
      ? cell === place.shared
      : row === place.row && column === place.column && hasLabel(cell, way.label);
  const left = rows.map((row, index) => row.filter((cell, column) => !isIt(cell, index, column)));
  if (left.flat().length === rows.flat().length) return [];
  const layout = left.filter((row) => row.length > 0);
  if (layout.length > 0) return [layoutStep(keyboard, layout)];
  // A keyboard without buttons is none: whoever shows it does without.
  const owners = screensWith(entries, keyboard.id);
  return owners.map((owner) => ({
    type: 'fields',
    ref: owner,
    before: { keyboard_id: keyboard.id },
    after: { keyboard_id: null },
  }));
}

/** The screens that show a keyboard. */
export function screensWith(entries: readonly DraftEntry[], keyboard: string): readonly DraftEntry[] {
  return entries.filter(({ content }) => content['keyboard_id'] === keyboard);
}

export function keyboardOf(entries: readonly DraftEntry[], { content }: DraftEntry): DraftEntry | undefined {
  const { keyboard_id: id } = content;
  return typeof id === 'string' ? entries.find((one) => isSameEntry(one, { kind: 'keyboard', id })) : undefined;
}

type Rows = FieldValue[][];

function rowsIn(layout: FieldValue | undefined): Rows {
  return Array.isArray(layout) ? layout.map((row) => (Array.isArray(row) ? [...row] : [])) : [];
}

function withButton(rows: Rows, button: Content, isOwnRow: boolean): Rows {
  const last = rows.at(-1);
  const isAlone = last?.some((cell) => typeof cell === 'object' && cell !== null && 'each' in cell) ?? true;
  // A list takes its row for itself.
  if (isOwnRow || last === undefined || isAlone || last.length >= mostInRow) return [...rows, [button]];
  return [...rows.slice(0, -1), [...last, button]];
}

function layoutStep({ kind, id, content }: DraftEntry, layout: Rows): Step {
  return {
    type: 'fields',
    ref: { kind, id },
    before: { layout: content['layout'] ?? null },
    after: { layout },
  };
}

function shows({ kind, id, content }: DraftEntry, keyboard: string): Step {
  return {
    type: 'fields',
    ref: { kind, id },
    before: { keyboard_id: content['keyboard_id'] ?? null },
    after: { keyboard_id: keyboard },
  };
}

/** After the screen, as a keyboard may be called, and as none is yet. */
function freeName(entries: readonly DraftEntry[], entry: DraftEntry): string {
  const base =
    nameOf(entry)
      .replaceAll(/[^\p{L}\p{N}_.-]/gu, '')
      .replace(/^[_.-]+/, '')
      .slice(0, 40) || 'keyboard';
  const taken = new Set(entries.flatMap(({ kind, id }) => (kind === 'keyboard' ? [id] : [])));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}.${number}`;
    if (!taken.has(name)) return name;
  }
}

function hasLabel(cell: FieldValue, label: ButtonWay['label']): boolean {
  if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) return false;
  return JSON.stringify(cell['label']) === JSON.stringify(label);
}
