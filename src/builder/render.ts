import { MAX_CAPTION_UNITS, MAX_DATA_BYTES, MAX_KEYBOARD_BUTTONS, MAX_TEXT_UNITS, utf8Bytes } from './rules/limits.ts';
import type { CompiledButton, CompiledEntry, CompiledKeyboard, CompiledList, Snapshot } from './rules/compile.ts';
import { truncateHtml } from './rules/telegram-html.ts';
import type { Scope, Template, TemplateContext } from './rules/template.ts';
import type { ShowOptions } from './actions-catalogue.ts';
import type { RenderedButton, RenderedKeyboard, Screen, Turn } from './turn.ts';

/** Values that templates may name, by their first name; fetched only for templates that name them. */
export type ValueProviders = Readonly<Record<string, (turn: Turn) => unknown>>;

/** Lists that keyboards make buttons from; each item is what `item` means in its button. */
export type ListProviders = Readonly<Record<string, (turn: Turn) => Promise<readonly unknown[]> | readonly unknown[]>>;

export interface Renderer {
  /** A message with its keyboard as this person sees it now; null where there is no message or it says nothing. */
  screen(turn: Turn, entry: CompiledEntry, options?: ShowOptions): Promise<Screen | null>;
  /** A keyboard by its name; null where it has no button for this person. */
  keyboard(turn: Turn, id: string): Promise<RenderedKeyboard | null>;
  /** What a template says; `more` are values that only this template may name. */
  text(turn: Turn, template: Template, more?: Scope): Promise<string>;
  /** The message as plain text. */
  notice(turn: Turn, entry: CompiledEntry): Promise<string>;
}

/** Bytes of a button's data once its values are in: what an administrator may give, and a page (` ~9999`). */
const dataLimit = MAX_DATA_BYTES + 6;

export function createRenderer(
  snapshot: Snapshot,
  providers: { readonly values: ValueProviders; readonly lists: ListProviders },
): Renderer {
  async function scopeFor(turn: Turn, roots: Iterable<string>): Promise<Scope> {
    const scope: Record<string, unknown> = { ...turn.values };
    const wanted = [...new Set(roots)].filter((root) => !(root in scope) && Object.hasOwn(providers.values, root));
    const found = await Promise.all(wanted.map((root) => providers.values[root]?.(turn)));
    for (const [place, root] of wanted.entries()) scope[root] = found[place];
    return scope;
  }

  async function keyboard(turn: Turn, compiled: CompiledKeyboard): Promise<RenderedKeyboard | null> {
    const { language } = turn.person;
    const context = contextOf(turn);
    const scope = await scopeFor(turn, compiled.roots(language));
    const mark = (button: RenderedButton): RenderedButton =>
      compiled.marksChosen && button.data !== undefined && button.data === turn.current
        ? { ...button, label: `• ${button.label}` }
        : button;
    // Telegram refuses the whole message for one button.
    const fits = ({ data = '' }: RenderedButton): boolean => {
      const bytes = utf8Bytes(data);
      if (bytes > dataLimit) turn.flaws.push(`a button of keyboard ${compiled.id} has data of ${bytes} bytes`);
      return bytes <= dataLimit;
    };

    const rows: RenderedButton[][] = [];
    for (const row of compiled.rows) {
      let line: RenderedButton[] = [];
      for (const cell of row)
        if (cell.kind === 'button') {
          const button = renderButton(cell, scope, context);
          if (button && fits(button)) line.push(mark(button));
        } else {
          if (line.length > 0) rows.push(line);
          line = [];
          const listed = await listRows(turn, cell, scope, context);
          rows.push(...listed.map((listRow) => listRow.filter(fits).map(mark)));
        }
      if (line.length > 0) rows.push(line);
    }
    const shown = firstButtons(rows, MAX_KEYBOARD_BUTTONS);
    if (shown.length === 0) return null;
    if (compiled.kind === 'inline') return { kind: 'inline', rows: shown };
    const placeholder = compiled.placeholder?.(language).render(scope, context).toWellFormed();
    return { kind: 'reply', rows: shown, oneTime: compiled.oneTime, ...(placeholder ? { placeholder } : {}) };
  }

  async function listRows(
    turn: Turn,
    list: CompiledList,
    scope: Scope,
    context: TemplateContext,
  ): Promise<RenderedButton[][]> {
    const items = (await providers.lists[list.each]?.(turn)) ?? [];
    const buttons = items
      .map((item) => renderButton(list.button, { ...scope, item }, context))
      .filter((button) => button !== null);
    const pages = Math.max(1, Math.ceil(buttons.length / list.pageSize));
    const page = Math.min(turn.page, pages);
    const shown = buttons.slice((page - 1) * list.pageSize, page * list.pageSize);
    const rows: RenderedButton[][] = [];
    for (let start = 0; start < shown.length; start += list.columns)
      rows.push(shown.slice(start, start + list.columns));
    if (pages > 1 && turn.current !== null) {
      const turnTo = (label: string, to: number): RenderedButton => ({ label, data: `${turn.current} ~${to}` });
      rows.push([...(page > 1 ? [turnTo('‹', page - 1)] : []), ...(page < pages ? [turnTo('›', page + 1)] : [])]);
    }
    return rows;
  }

  return {
    async keyboard(turn, id) {
      const compiled = snapshot.keyboard(id);
      return compiled ? keyboard(turn, compiled) : null;
    },
    async text(turn, template, more = {}) {
      const scope = await scopeFor(turn, template.roots);
      return shownText(template, { ...scope, ...more }, contextOf(turn));
    },
    async screen(turn, entry, options = {}) {
      const message = entry.message?.(turn.person.language);
      if (!message) return null;
      const scope = await scopeFor(turn, message.roots);
      const limit = entry.photoUrl === undefined ? MAX_TEXT_UNITS : MAX_CAPTION_UNITS;
      const text = truncateHtml(shownText(message, scope, contextOf(turn)), limit);
      // Telegram refuses a message without a text.
      if (text === '' && entry.photoUrl === undefined) return null;
      const keyboardId = options.keyboard ?? entry.keyboardId;
      const compiled = keyboardId === undefined ? undefined : snapshot.keyboard(keyboardId);
      const own = compiled ? await keyboard(turn, compiled) : null;
      const rendered = options.choices ? withChoices(options.choices, own) : own;
      return {
        text,
        ...(entry.photoUrl === undefined ? {} : { photoUrl: entry.photoUrl }),
        ...(rendered ? { keyboard: rendered } : {}),
      };
    },
    async notice(turn, entry) {
      const message = entry.notice?.(turn.person.language);
      if (!message) return '';
      return shownText(message, await scopeFor(turn, message.roots), contextOf(turn));
    },
  };
}

/** What can be answered comes first; a keyboard of the other kind cannot stand beneath it. */
function withChoices(choices: readonly (readonly RenderedButton[])[], own: RenderedKeyboard | null): RenderedKeyboard {
  return { kind: 'inline', rows: [...choices, ...(own?.kind === 'inline' ? own.rows : [])] };
}

function renderButton(button: CompiledButton, scope: Scope, context: TemplateContext): RenderedButton | null {
  const { language } = context;
  if (button.when && button.when.render(scope, context).trim() === '') return null;
  const label = shownText(button.label(language), scope, context);
  if (label === '') return null;
  return {
    label,
    ...(button.data ? { data: shownText(button.data, scope, context) } : {}),
    ...(button.url === undefined ? {} : { url: button.url }),
    ...(button.webApp === undefined ? {} : { webApp: button.webApp }),
    ...(button.requests === undefined ? {} : { requests: button.requests }),
  };
}

/** A filter may have cut an emoji in two, and half of one can be neither stored nor sent. */
function shownText(template: Template, scope: Scope, context: TemplateContext): string {
  return template.render(scope, context).trim().toWellFormed();
}

/** Whole rows, with so many buttons together at most; rows without a button are left out. */
function firstButtons(rows: readonly RenderedButton[][], most: number): RenderedButton[][] {
  let count = 0;
  return rows.filter((row) => {
    count += row.length;
    return row.length > 0 && count <= most;
  });
}

function contextOf(turn: Turn): TemplateContext {
  const { language, timeZone } = turn.person;
  return { language, timeZone, now: turn.now, today: turn.today };
}
