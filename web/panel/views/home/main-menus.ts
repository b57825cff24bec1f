import type { Callback, ConfigDocument, Keyboard } from '../../../../src/builder/schema.ts';
import type { Language } from '../../words/language.ts';
import { textIn } from '../../words/text-in.ts';

/** One button of a keyboard as somebody will see it, and where it stands in the document. */
export interface MenuButton {
  readonly label: string;
  /** Null for one of many that are made of a list. */
  readonly place: ButtonPlace | null;
}

/** Where a label is written: in a keyboard, or in a button that several keyboards share. */
export type ButtonPlace =
  | { readonly in: 'keyboard'; readonly keyboard: string; readonly row: number; readonly column: number }
  | { readonly in: 'button'; readonly button: string };

/** A screen that people meet first. */
export interface MainMenu {
  /** The callback that shows it. */
  readonly name: string;
  /** Telegram's HTML. */
  readonly html: string;
  readonly photo: string | null;
  readonly kind: 'reply' | 'inline';
  readonly rows: readonly (readonly MenuButton[])[];
}

/** Commands with which a chat begins, the ones that show the menu first. */
const beginnings = ['/menu', '/start'];
const most = 3;

/** The screens that people meet first: those with buttons to which the first commands lead. */
export function mainMenus(document: ConfigDocument, language: Language): readonly MainMenu[] {
  const names = beginnings.flatMap((pattern) => {
    const handler = document.handlers.find((one) => one.pattern === pattern);
    return handler === undefined ? [] : targetsOf(handler.action);
  });
  const screens = [...new Set(names)].flatMap((name) => {
    const callback = document.callbacks.find((one) => one.callback_data === name);
    return callback === undefined ? [] : screenOf(document, callback, language);
  });
  const keyboards = new Set<string>();
  // The same keyboard twice would teach nothing.
  return screens
    .filter(({ keyboard }) => keyboards.size < keyboards.add(keyboard).size)
    .map(({ menu }) => menu)
    .slice(0, most);
}

function screenOf(
  document: ConfigDocument,
  { callback_data: name, message, photo_url: photo, keyboard_id: id }: Callback,
  language: Language,
): { menu: MainMenu; keyboard: string }[] {
  const keyboard = id === undefined ? undefined : document.keyboards[id];
  if (id === undefined || keyboard === undefined || message === undefined) return [];
  const rows = keyboard.layout.flatMap((cells, row) => rowsOf(document, { id, cells, row }, language));
  const html = textIn(message, language);
  return [{ keyboard: id, menu: { name, html, photo: photo ?? null, kind: keyboard.kind ?? 'inline', rows } }];
}

/** A row as it is shown; one with a button for each item of a list is several. */
function rowsOf(
  document: ConfigDocument,
  { id, cells, row }: { id: string; cells: Keyboard['layout'][number]; row: number },
  language: Language,
): MenuButton[][] {
  const shown = cells.flatMap((cell, column): MenuButton[] => {
    if (typeof cell === 'string') {
      const shared = document.buttons[cell];
      return shared ? [{ label: textIn(shared.label, language), place: { in: 'button', button: cell } }] : [];
    }
    if ('each' in cell) return [];
    return [{ label: textIn(cell.label, language), place: { in: 'keyboard', keyboard: id, row, column } }];
  });
  const isOfActivities = cells.some((cell) => typeof cell === 'object' && 'each' in cell && cell.each === 'activities');
  const examples = isOfActivities ? document.ready_made_activities : [];
  const items = examples.map((text) => [{ label: textIn(text, language), place: null }]);
  return shown.length > 0 ? [...items, shown] : items;
}

/** A button that says the same to everybody, so that renaming it is simple. */
export function isPlain(button: MenuButton): button is MenuButton & { readonly place: ButtonPlace } {
  return button.place !== null && button.label !== '' && !/\{\{|\{%/.test(button.label);
}

/** The callbacks to which an action says to go. */
function targetsOf(action: ConfigDocument['handlers'][number]['action']): string[] {
  const steps = typeof action === 'string' ? [action] : action;
  return steps.flatMap((step) => {
    if (typeof step !== 'string') return step.action === 'goto' && typeof step['to'] === 'string' ? [step['to']] : [];
    const [, target] = /^goto\s+(\S+)/.exec(step) ?? [];
    return target === undefined ? [] : [target];
  });
}
