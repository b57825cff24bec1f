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
  readonly kind: 'button';
  readonly when: Template | undefined;
  readonly label: Words;
  readonly data: Words | undefined;
  /** What it has beside its label and data; undefined where that is nothing. */
  readonly effect: Pick<RenderedButton, 'url' | 'webApp' | 'requests'> | undefined;
  /** The button itself where nothing in it depends on who sees it. */
  readonly same: RenderedButton | undefined;
}

export interface PreparedList {
  readonly kind: 'list';
  readonly list: CompiledList;
  readonly button: PreparedButton;
}

export interface PreparedKeyboard {
  readonly compiled: CompiledKeyboard;
  readonly rows: readonly (readonly (PreparedButton | PreparedList)[])[];
  readonly roots: readonly string[];
  readonly placeholder: Template | undefined;
  /** The names of its lists, in order. */
  readonly lists: readonly string[];
  /** The keyboard itself where nothing in it depends on who sees it. */
  readonly same: RenderedKeyboard | undefined;
}

/** Bytes of a button's data once its values are in: what an administrator may give, and a page (` ~9999`). */
export const dataLimit = MAX_DATA_BYTES + 6;
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
  const rows = compiled.rows.map((row) =>
    row.map((cell): PreparedButton | PreparedList =>
      cell.kind === 'button'
        ? prepareButton(cell, language)
        : { kind: 'list', list: cell, button: prepareButton(cell.button, language) },
    ),
  );
  const lists = rows.flat().flatMap((cell) => (cell.kind === 'list' ? [cell.list.each] : []));
  const prepared = {
    compiled,
    rows,
    roots: compiled.roots(language),
    lists,
    placeholder: compiled.placeholder?.(language),
  };
  return { ...prepared, same: sameForAll(prepared) };
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
  return { kind: 'button', when, label, data, effect, same };
}

function sameForAll({
  compiled: { kind, marksChosen, oneTime },
  rows,
  placeholder: template,
}: Omit<PreparedKeyboard, 'same'>): RenderedKeyboard | undefined {
  if (marksChosen || template?.constant === false) return undefined;
  const buttons: RenderedButton[][] = [];
  let count = 0;
  for (const row of rows) {
    const line: RenderedButton[] = [];
    for (const cell of row) {
      if (cell.kind === 'list' || cell.when || !cell.same) return undefined;
      line.push(cell.same);
    }
    count += line.length;
    if (line.length > 0) buttons.push(line);
  }
  if (count === 0 || count > MAX_KEYBOARD_BUTTONS) return undefined;
  if (kind === 'inline') return { kind, rows: buttons };
  const placeholder = template?.source.toWellFormed();
  return { kind, rows: buttons, oneTime, ...(placeholder ? { placeholder } : {}) };
}
