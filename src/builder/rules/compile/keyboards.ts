/** Keyboards: buttons by name put in their places, templates compiled, and what a button means written down for the checks. */
import type { Button, ConfigDocument, EachButton, Keyboard } from '../../schema.ts';
import type { Path } from '../problems.ts';
import type { CompiledButton, CompiledKeyboard, CompiledList, Step } from '../snapshot.ts';
import type { Template } from '../template.ts';
import { compileButton, type CheckedButton } from './buttons.ts';
import type { Compilation } from './context.ts';
import { compileText } from './texts.ts';

/** Six to a page reads in one glance on a phone. */
const PAGE_SIZE = 6;

/** A button that may be pressed: what its press means is checked once every callback is known. */
export interface PlacedButton extends CheckedButton {
  readonly keyboard: 'reply' | 'inline';
  readonly path: Path;
}

export interface CompiledKeyboards {
  readonly keyboards: ReadonlyMap<string, CompiledKeyboard>;
  readonly placed: readonly PlacedButton[];
}

export function compileKeyboards<S extends Step>(
  compilation: Compilation<S>,
  { keyboards, buttons }: ConfigDocument,
): CompiledKeyboards {
  const compiled = new Map<string, CompiledKeyboard>();
  const placed: PlacedButton[] = [];
  for (const [id, keyboard] of Object.entries(keyboards)) {
    const path = ['keyboards', id];
    const kind = keyboard.kind ?? 'inline';
    const place = (button: Button | EachButton, at: Path) => {
      const checked = compileButton(compilation, button, kind, at);
      if (checked !== undefined) placed.push({ ...checked, keyboard: kind, path: at });
      return checked?.compiled;
    };
    const rows = keyboard.layout.map((row, line) =>
      row.flatMap((cell, column): (CompiledButton | CompiledList)[] => {
        const at = [...path, 'layout', line, column];
        if (typeof cell === 'string') {
          const shared = Object.hasOwn(buttons, cell) ? buttons[cell] : undefined;
          if (shared === undefined) compilation.report('unknown_button', at, { id: cell });
          // What is wrong with the button itself is said of where it is written.
          const button = shared && place(shared, ['buttons', cell]);
          return button === undefined ? [] : [button];
        }
        if ('each' in cell && row.length > 1) compilation.report('each_not_alone', at, { list: cell.each });
        const button = place(cell, at);
        if (button === undefined) return [];
        return ['each' in cell ? listOf(cell, button) : button];
      }),
    );
    for (const row of rows) Object.freeze(row);
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
  checkSharedButtons(compilation, buttons, keyboards);
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

function optionsOf<S extends Step>(compilation: Compilation<S>, keyboard: Keyboard, path: Path) {
  const placeholder =
    keyboard.placeholder === undefined
      ? undefined
      : compileText(compilation, keyboard.placeholder, 'plain', [...path, 'placeholder']);
  return {
    oneTime: keyboard.one_time ?? false,
    marksChosen: keyboard.marks_chosen ?? false,
    ...(placeholder === undefined ? {} : { placeholder: placeholder.text }),
  };
}

/** What is on no keyboard is checked all the same, so that it is sound when it is put on one. */
function checkSharedButtons<S extends Step>(
  compilation: Compilation<S>,
  buttons: ConfigDocument['buttons'],
  keyboards: ConfigDocument['keyboards'],
): void {
  const used = new Set(Object.values(keyboards).flatMap(({ layout }) => layout.flat()));
  for (const [id, button] of Object.entries(buttons)) {
    if (!used.has(id)) compileButton(compilation, button, undefined, ['buttons', id]);
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
