import { MAX_KEYBOARD_BUTTONS, utf8Bytes } from './rules/limits.ts';
import type { CompiledKeyboard } from './rules/compile.ts';
import type { Scope, TemplateContext } from './rules/template.ts';
import {
  dataFits,
  say,
  type PreparedButton,
  type PreparedKeyboard,
  type PreparedList,
  type PreparedRow,
} from './prepared.ts';
import type { RenderedButton, RenderedKeyboard, Turn } from './turn.ts';

/**
 * A keyboard as the turn's person sees it now.
 *
 * @param scope the values that its templates name.
 * @param lists what each of its lists has now, in their order.
 * @returns null where it has no button for this person.
 */
export function renderKeyboard(
  turn: Turn,
  { compiled, rows, placeholder }: PreparedKeyboard,
  scope: Scope,
  lists: readonly (readonly unknown[])[],
): RenderedKeyboard | null {
  const rendered: (readonly RenderedButton[])[] = [];
  const add = (row: readonly RenderedButton[]) => rendered.push(compiled.marksChosen ? marked(row, turn.current) : row);
  let place = 0;
  for (const row of rows)
    if (row.kind === 'list')
      for (const listRow of listRows(turn, row, scope, lists[place++] ?? [])) add(fitting(turn, compiled, listRow));
    else add(row.same ?? fitting(turn, compiled, buttonsOf(turn, row, scope)));
  const shown = firstButtons(rendered, MAX_KEYBOARD_BUTTONS);
  if (shown.length === 0) return null;
  if (compiled.kind === 'inline') return { kind: 'inline', rows: shown };
  const words = placeholder?.render(scope, turn).toWellFormed();
  return { kind: 'reply', rows: shown, oneTime: compiled.oneTime, ...(words ? { placeholder: words } : {}) };
}

function buttonsOf(turn: Turn, { buttons }: PreparedRow, scope: Scope): readonly RenderedButton[] {
  const made = buttons.map((button) => renderButton(button, scope, turn));
  return made.every((button) => button !== null) ? made : made.filter((button) => button !== null);
}

/** Without those for which Telegram would refuse the whole message. */
function fitting(turn: Turn, { id }: CompiledKeyboard, buttons: readonly RenderedButton[]): readonly RenderedButton[] {
  if (buttons.every(({ data = '' }) => dataFits(data))) return buttons;
  return buttons.filter(({ data = '' }) => {
    const fits = dataFits(data);
    if (!fits) turn.flaws.push(`a button of keyboard ${id} has data of ${utf8Bytes(data)} bytes`);
    return fits;
  });
}

/** With a mark on what leads to where the person is. */
function marked(buttons: readonly RenderedButton[], current: string | null): readonly RenderedButton[] {
  const isChosen = ({ data }: RenderedButton) => data !== undefined && data === current;
  if (!buttons.some(isChosen)) return buttons;
  return buttons.map((button) => (isChosen(button) ? { ...button, label: `• ${button.label}` } : button));
}

function listRows(
  turn: Turn,
  { list, button }: PreparedList,
  scope: Scope,
  items: readonly unknown[],
): RenderedButton[][] {
  const buttons: RenderedButton[] = [];
  // One scope for all: a button is made before the next item takes the place.
  const own: Record<string, unknown> = { ...scope };
  for (const item of items) {
    own['item'] = item;
    const made = renderButton(button, own, turn);
    if (made) buttons.push(made);
  }
  const pages = Math.max(1, Math.ceil(buttons.length / list.pageSize));
  const page = Math.min(turn.page, pages);
  const end = Math.min(page * list.pageSize, buttons.length);
  const rows: RenderedButton[][] = [];
  for (let start = (page - 1) * list.pageSize; start < end; start += list.columns)
    rows.push(buttons.slice(start, Math.min(start + list.columns, end)));
  if (pages > 1 && turn.current !== null) {
    const turnTo = (label: string, to: number): RenderedButton => ({ label, data: `${turn.current} ~${to}` });
    rows.push([...(page > 1 ? [turnTo('‹', page - 1)] : []), ...(page < pages ? [turnTo('›', page + 1)] : [])]);
  }
  return rows;
}

function renderButton(
  { when, label, data, effect, same }: PreparedButton,
  scope: Scope,
  context: TemplateContext,
): RenderedButton | null {
  if (when && when.render(scope, context).trim() === '') return null;
  if (same) return same;
  const shown = say(label, scope, context);
  if (shown === '') return null;
  if (data === undefined) return { label: shown, ...effect };
  return effect
    ? { label: shown, data: say(data, scope, context), ...effect }
    : { label: shown, data: say(data, scope, context) };
}

/** Whole rows, with so many buttons together at most; rows without a button are left out. */
function firstButtons(rows: readonly (readonly RenderedButton[])[], most: number): (readonly RenderedButton[])[] {
  let count = 0;
  return rows.filter((row) => {
    count += row.length;
    return row.length > 0 && count <= most;
  });
}
