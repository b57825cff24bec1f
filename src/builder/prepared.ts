/** What of messages and keyboards is the same for everybody who reads one language: made once, not for each person. */
import { MAX_CAPTION_UNITS, MAX_DATA_BYTES, MAX_KEYBOARD_BUTTONS, MAX_TEXT_UNITS, utf8Bytes } from './rules/limits.ts';
import type { CompiledButton, CompiledEntry, CompiledKeyboard, CompiledList } from './rules/compile.ts';
import { truncateHtml } from './rules/telegram-html.ts';
import type { Scope, Template, TemplateContext } from './rules/template.ts';
import type { RenderedButton, RenderedKeyboard } from './turn.ts';

/** The text itself where it is the same always. */
export type Words = string | Template;

export interface PreparedMessage {
  /** Already cut to what Telegram takes where it is the same always. */
  readonly words: Words;
  /** In units. */
  readonly limit: number;
}

export interface PreparedButton {
  readonly when: Template | undefined;
  readonly label: Words;
  readonly data: Words | undefined;
  /** What it has beside its label and data; undefined where that is nothing. */
  readonly effect: Pick<RenderedButton, 'url' | 'webApp' | 'requests'> | undefined;
  /** The button itself where nothing in it depends on who sees it. */
  readonly same: RenderedButton | undefined;
}

/** Buttons beside each other; `same` where nothing in them depends on who sees them. */
export interface PreparedRow {
  readonly kind: 'row';
  readonly buttons: readonly PreparedButton[];
  readonly same: readonly RenderedButton[] | undefined;
}

/** Rows of their own: a button for each item. */
export interface PreparedList {
  readonly kind: 'list';
  readonly list: CompiledList;
  readonly button: PreparedButton;
}

export interface PreparedKeyboard {
  readonly compiled: CompiledKeyboard;
  readonly rows: readonly (PreparedRow | PreparedList)[];
  readonly roots: readonly string[];
  readonly placeholder: Template | undefined;
  /** The names of its lists, in order. */
  readonly lists: readonly string[];
  /** The keyboard itself where nothing in it depends on who sees it. */
  readonly same: RenderedKeyboard | undefined;
}

/** Bytes of a button's data once its values are in: what an administrator may give, and a page (` ~9999`). */
const dataLimit = MAX_DATA_BYTES + 6;
/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
const bytesOfUnit = 3;

/** Whether data is short enough for a button; counts its bytes only where its units leave a doubt. */
export function dataFits(data: string): boolean {
  return data.length * bytesOfUnit <= dataLimit || utf8Bytes(data) <= dataLimit;
}

/** Keeps what `make` makes of each thing of a configuration, by language; the languages are the program's few. */
export function madeOnce<Thing extends object, Made>(
  make: (thing: Thing, language: string) => Made,
): (thing: Thing, language: string) => Made {
  const made = new Map<string, WeakMap<Thing, Made>>();
  return (thing, language) => {
    let ofLanguage = made.get(language);
    if (!ofLanguage) made.set(language, (ofLanguage = new WeakMap()));
    let known = ofLanguage.get(thing);
    if (known === undefined) ofLanguage.set(thing, (known = make(thing, language)));
    return known;
  };
}

/** What a template says now; a filter may have cut an emoji in two, and half of one can be neither stored nor sent. */
export function say(words: Words, scope: Scope, context: TemplateContext): string {
  return typeof words === 'string' ? words : words.render(scope, context).trim().toWellFormed();
}

export function prepareWords(template: Template): Words {
  return template.constant ? template.source.trim().toWellFormed() : template;
}

/** @returns null where the entry has no message. */
export function prepareMessage(entry: CompiledEntry, language: string): PreparedMessage | null {
  const template = entry.message?.(language);
  if (!template) return null;
  const limit = entry.photoUrl === undefined ? MAX_TEXT_UNITS : MAX_CAPTION_UNITS;
  const words = prepareWords(template);
  return { words: typeof words === 'string' ? truncateHtml(words, limit) : words, limit };
}

export function prepareKeyboard(compiled: CompiledKeyboard, language: string): PreparedKeyboard {
  const rows = compiled.rows.flatMap((row) => prepareRow(row, language));
  const lists = rows.flatMap((row) => (row.kind === 'list' ? [row.list.each] : []));
  const placeholder = compiled.placeholder?.(language);
  const prepared = { compiled, rows, roots: compiled.roots(language), lists, placeholder };
  return { ...prepared, same: sameForAll(prepared) };
}

/** A list among buttons parts its row. */
function prepareRow(cells: CompiledKeyboard['rows'][number], language: string): (PreparedRow | PreparedList)[] {
  const rows: (PreparedRow | PreparedList)[] = [];
  let buttons: PreparedButton[] = [];
  const close = () => {
    if (buttons.length > 0) rows.push({ kind: 'row', buttons, same: sameButtons(buttons) });
    buttons = [];
  };
  for (const cell of cells)
    if (cell.kind === 'button') buttons.push(prepareButton(cell, language));
    else {
      close();
      rows.push({ kind: 'list', list: cell, button: prepareButton(cell.button, language) });
    }
  close();
  return rows;
}

function sameButtons(buttons: readonly PreparedButton[]): readonly RenderedButton[] | undefined {
  const same = buttons.flatMap((button) => (button.same && !button.when ? [button.same] : []));
  return same.length === buttons.length ? same : undefined;
}

function prepareButton(button: CompiledButton, language: string): PreparedButton {
  const { url, webApp, requests, when } = button;
  const hasEffect = url !== undefined || webApp !== undefined || requests !== undefined;
  const effect = hasEffect
    ? {
        ...(url === undefined ? {} : { url }),
        ...(webApp === undefined ? {} : { webApp }),
        ...(requests === undefined ? {} : { requests }),
      }
    : undefined;
  const label = prepareWords(button.label(language));
  const data = button.data && prepareWords(button.data);
  const isSame =
    typeof label === 'string' && label !== '' && typeof data !== 'object' && (data === undefined || dataFits(data));
  const same = isSame ? { label, ...(data === undefined ? {} : { data }), ...effect } : undefined;
  return { when, label, data, effect, same };
}

function sameForAll({
  compiled: { kind, oneTime, marksChosen },
  rows,
  placeholder,
}: Omit<PreparedKeyboard, 'same'>): RenderedKeyboard | undefined {
  const same = rows.flatMap((row) => (row.kind === 'row' && row.same ? [row.same] : []));
  const count = same.flat().length;
  if (marksChosen || same.length < rows.length || count === 0 || count > MAX_KEYBOARD_BUTTONS) return undefined;
  if (kind === 'inline') return { kind, rows: same };
  if (placeholder?.constant === false) return undefined;
  const words = placeholder?.source.toWellFormed();
  return { kind, rows: same, oneTime, ...(words ? { placeholder: words } : {}) };
}
