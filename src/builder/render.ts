import { whenThere, type Soon } from '../platform/soon.ts';
import type { CompiledEntry, CompiledKeyboard, Snapshot } from './rules/compile.ts';
import { truncateHtml } from './rules/telegram-html.ts';
import type { Scope, Template } from './rules/template.ts';
import type { ShowOptions } from './actions-catalogue.ts';
import { madeOnce, prepareKeyboard, prepareMessage, prepareWords, say } from './prepared.ts';
import { renderKeyboard } from './render-keyboard.ts';
import type { RenderedButton, RenderedKeyboard, Screen, Turn } from './turn.ts';

/** Values that templates may name, by their first name; fetched only for templates that name them. */
export type ValueProviders = Readonly<Record<string, (turn: Turn) => unknown>>;

/** Lists that keyboards make buttons from; each item is what `item` means in its button. */
export type ListProviders = Readonly<Record<string, (turn: Turn) => Soon<readonly unknown[]>>>;

export interface Renderer {
  /** A message with its keyboard as this person sees it now; null where there is no message or it says nothing. */
  screen(turn: Turn, entry: CompiledEntry, options?: ShowOptions): Soon<Screen | null>;
  /** A keyboard by its name; null where it has no button for this person. */
  keyboard(turn: Turn, id: string): Soon<RenderedKeyboard | null>;
  /** What a template says; `more` are values that only this template may name. */
  text(turn: Turn, template: Template, more?: Scope): Soon<string>;
  /** The message as plain text. */
  notice(turn: Turn, entry: CompiledEntry): Soon<string>;
}

const nothing: Scope = Object.freeze({});

export function createRenderer(
  snapshot: Snapshot,
  providers: { readonly values: ValueProviders; readonly lists: ListProviders },
): Renderer {
  const messageOf = madeOnce(prepareMessage);
  const keyboardOf = madeOnce(prepareKeyboard);

  /** The values of these names, and no others: a template cannot see what it does not name. */
  function scopeFor(turn: Turn, roots: readonly string[], more: Scope = nothing): Soon<Scope> {
    if (roots.length === 0) return nothing;
    const scope: Record<string, unknown> = {};
    let waiting: Promise<Scope>[] | undefined;
    for (const root of roots) {
      if (Object.hasOwn(more, root)) scope[root] = more[root];
      else if (Object.hasOwn(turn.values, root)) scope[root] = turn.values[root];
      else if (Object.hasOwn(providers.values, root)) {
        const value = providers.values[root]?.(turn);
        if (value instanceof Promise)
          (waiting ??= []).push(
            value.then((there) => {
              scope[root] = there;
              return scope;
            }),
          );
        else scope[root] = value;
      }
    }
    if (!waiting) return scope;
    return waiting.length === 1 && waiting[0] ? waiting[0] : Promise.all(waiting).then(() => scope);
  }

  /** What these lists have now. */
  function itemsOf(turn: Turn, lists: readonly string[]): Soon<readonly (readonly unknown[])[]> {
    const [first] = lists;
    if (first === undefined) return [];
    if (lists.length === 1) return whenThere(readList(turn, first), (items) => [items]);
    return Promise.all(lists.map(async (name) => readList(turn, name)));
  }

  function readList(turn: Turn, name: string): Soon<readonly unknown[]> {
    return (Object.hasOwn(providers.lists, name) ? providers.lists[name]?.(turn) : undefined) ?? [];
  }

  function keyboard(turn: Turn, compiled: CompiledKeyboard): Soon<RenderedKeyboard | null> {
    const prepared = keyboardOf(compiled, turn.language);
    if (prepared.same) return prepared.same;
    return whenThere(scopeFor(turn, prepared.roots), (scope) =>
      whenThere(itemsOf(turn, prepared.lists), (items) => renderKeyboard(turn, prepared, scope, items)),
    );
  }

  /** The keyboard that comes with a message. */
  function keyboardBelow(
    turn: Turn,
    entry: CompiledEntry,
    { keyboard: id = entry.keyboardId, choices }: ShowOptions,
  ): Soon<RenderedKeyboard | null> {
    const compiled = id === undefined ? undefined : snapshot.keyboard(id);
    const own = compiled ? keyboard(turn, compiled) : null;
    return choices ? whenThere(own, (rendered) => withChoices(choices, rendered)) : own;
  }

  function screenOf(turn: Turn, entry: CompiledEntry, text: string, options: ShowOptions): Soon<Screen | null> {
    const { photoUrl } = entry;
    // Telegram refuses a message without a text.
    if (text === '' && photoUrl === undefined) return null;
    return whenThere(keyboardBelow(turn, entry, options), (below): Screen => {
      if (photoUrl === undefined) return below ? { text, keyboard: below } : { text };
      return below ? { text, photoUrl, keyboard: below } : { text, photoUrl };
    });
  }

  return {
    keyboard(turn, id) {
      const compiled = snapshot.keyboard(id);
      return compiled ? keyboard(turn, compiled) : null;
    },
    text: (turn, template, more) =>
      whenThere(scopeFor(turn, template.roots, more), (scope) => say(template, scope, turn)),
    screen(turn, entry, options = {}) {
      const message = messageOf(entry, turn.language);
      if (!message) return null;
      const { words, limit } = message;
      if (typeof words === 'string') return screenOf(turn, entry, words, options);
      return whenThere(scopeFor(turn, words.roots), (scope) =>
        screenOf(turn, entry, truncateHtml(say(words, scope, turn), limit), options),
      );
    },
    notice(turn, entry) {
      const template = entry.notice?.(turn.language);
      if (!template) return '';
      const words = prepareWords(template);
      return typeof words === 'string'
        ? words
        : whenThere(scopeFor(turn, words.roots), (scope) => say(words, scope, turn));
    },
  };
}

/** What can be answered comes first; a keyboard of the other kind cannot stand beneath it. */
function withChoices(choices: readonly (readonly RenderedButton[])[], own: RenderedKeyboard | null): RenderedKeyboard {
  return { kind: 'inline', rows: [...choices, ...(own?.kind === 'inline' ? own.rows : [])] };
}
