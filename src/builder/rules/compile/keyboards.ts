/** Keyboards: buttons by name put in their places, templates compiled, and what a button means written down for the checks. */
import type { Button, ConfigDocument, EachButton, Keyboard } from '../../schema.ts';
import type { Path } from '../problems.ts';
import type { CompiledButton, CompiledKeyboard, CompiledList, Step } from '../snapshot.ts';
import type { Template } from '../template.ts';
import { compileButton, type CheckedButton } from './buttons.ts';
import { MAX_KEYBOARD_BUTTONS } from '../limits.ts';
import type { Compilation } from './context.ts';
import { checkPlain, compileText } from './texts.ts';

/** Six to a page reads in one glance on a phone. */
const PAGE_SIZE = 6;

/** A button that may be pressed: what its press means is checked once every callback is known. */
export interface PlacedButton extends CheckedButton {
  readonly keyboard: 'reply' | 'inline';
  readonly keyboardId: string;
  readonly path: Path;
}

export interface CompiledKeyboards {
  readonly keyboards: ReadonlyMap<string, CompiledKeyboard>;
  readonly placed: readonly PlacedButton[];
}

export function* compileKeyboards<S extends Step>(
  compilation: Compilation<S>,
  { keyboards, buttons }: ConfigDocument,
): Generator<void, CompiledKeyboards> {
  const compiled = new Map<string, CompiledKeyboard>();
  const placed: PlacedButton[] = [];
  const buttonNames = Object.keys(buttons);
  for (const [id, keyboard] of Object.entries(keyboards)) {
    yield;
    const path = ['keyboards', id];
    const kind = keyboard.kind ?? 'inline';
    const place = (button: Button | EachButton, at: Path) => {
      const checked = compileButton(compilation, button, kind, at);
      if (checked !== undefined) placed.push({ ...checked, keyboard: kind, keyboardId: id, path: at });
      return checked?.compiled;
    };
    const rows = keyboard.layout.map((row, line) =>
      row.flatMap((cell, column): (CompiledButton | CompiledList)[] => {
        const at = [...path, 'layout', line, column];
        if (typeof cell === 'string') {
          const shared = Object.hasOwn(buttons, cell) ? buttons[cell] : undefined;
          if (shared === undefined)
            compilation.report('unknown_button', at, { id: cell }, { word: cell, among: buttonNames });
          // What is wrong with the button itself is said of where it is written.
          const button = shared && place(shared, ['buttons', cell]);
          return button === undefined ? [] : [button];
        }
        if ('each' in cell) checkList(compilation, cell, row.length, at);
        const button = place(cell, at);
        if (button === undefined) return [];
        return ['each' in cell ? listOf(cell, button) : button];
      }),
    );
    for (const row of rows) Object.freeze(row);
    checkSize(compilation, rows, path);
    compiled.set(
      id,
      Object.freeze({
        id,
        kind,
        rows: Object.freeze(rows),
        ...optionsOf(compilation, keyboard, path),
        roots: rootsOf(rows),
      }),
    );
  }
  yield* checkSharedButtons(compilation, buttons, keyboards);
  return { keyboards: compiled, placed };
}

function listOf(cell: EachButton, button: CompiledButton): CompiledList {
  return Object.freeze({
    kind: 'list',
    each: cell.each,
    button,
    columns: cell.columns ?? 1,
    pageSize: cell.page_size ?? PAGE_SIZE,
  });
}

function checkList<S extends Step>(compilation: Compilation<S>, cell: EachButton, width: number, at: Path): void {
  const { lists } = compilation;
  if (width > 1) compilation.report('each_not_alone', at, { list: cell.each });
  if (lists !== undefined && !lists.includes(cell.each)) {
    const params = { list: cell.each, known: lists.join(', ') };
    compilation.report('unknown_list', [...at, 'each'], params, { word: cell.each, among: lists });
  }
}

/** With every list at its longest: a page, and the two buttons that turn it. */
function checkSize<S extends Step>(compilation: Compilation<S>, rows: CompiledKeyboard['rows'], path: Path): void {
  const count = rows.flat().reduce((sum, cell) => sum + (cell.kind === 'list' ? cell.pageSize + 2 : 1), 0);
  const most = MAX_KEYBOARD_BUTTONS;
  if (count > most) compilation.report('keyboard_overflow', [...path, 'layout'], { count, most });
}

function optionsOf<S extends Step>(compilation: Compilation<S>, keyboard: Keyboard, path: Path) {
  const kind = keyboard.kind ?? 'inline';
  for (const option of ['placeholder', 'one_time', 'marks_chosen'] as const) {
    const isOfKind = kind === (option === 'marks_chosen' ? 'inline' : 'reply');
    if (keyboard[option] !== undefined && !isOfKind) {
      compilation.report('option_ignored', [...path, option], { option, kind });
    }
  }
  const placeholder =
    keyboard.placeholder === undefined
      ? undefined
      : compileText(compilation, keyboard.placeholder, 'plain', [...path, 'placeholder']);
  for (const each of placeholder?.all ?? []) checkPlain(compilation, each);
  return {
    oneTime: keyboard.one_time ?? false,
    marksChosen: keyboard.marks_chosen ?? false,
    ...(placeholder === undefined ? {} : { placeholder: placeholder.text }),
  };
}

/** What is on no keyboard is checked all the same, so that it is sound when it is put on one. */
function* checkSharedButtons<S extends Step>(
  compilation: Compilation<S>,
  buttons: ConfigDocument['buttons'],
  keyboards: ConfigDocument['keyboards'],
): Generator<void, void> {
  const used = new Set(Object.values(keyboards).flatMap(({ layout }) => layout.flat()));
  for (const [id, button] of Object.entries(buttons)) {
    yield;
    if (used.has(id)) continue;
    compileButton(compilation, button, undefined, ['buttons', id]);
    compilation.report('unused_button', ['buttons', id], { id });
  }
}

function rootsOf(rows: CompiledKeyboard['rows']): CompiledKeyboard['roots'] {
  const buttons = rows.flat().map((cell) => ({ cell, button: cell.kind === 'list' ? cell.button : cell }));
  const byLanguage = new Map<string, readonly string[]>();
  return (language) => {
    const known = byLanguage.get(language);
    if (known !== undefined) return known;
    const roots = new Set<string>();
    for (const { cell, button } of buttons) {
      const templates: (Template | undefined)[] = [button.label(language), button.data, button.when];
      for (const root of templates.flatMap((template) => template?.roots ?? [])) {
        if (cell.kind === 'button' || root !== 'item') roots.add(root);
      }
    }
    const list = Object.freeze([...roots]);
    byLanguage.set(language, list);
    return list;
  };
}
