/** A compiled configuration: what messages are answered from. Nothing in it changes. */
import type { Matcher } from './match.ts';
import type { PatternKind } from './pattern.ts';
import type { Template } from './template.ts';

/** One action with its arguments, as the catalogue of actions made it. */
export interface Step {
  readonly name: string;
}

/** A text in the asked language, else in Russian, else in any it has. */
export type CompiledText = (language: string) => Template;

/** A handler or a callback: what it does and what it shows. */
export interface CompiledEntry<S extends Step = Step> {
  /** The pattern or the callback data, as the document spells it. */
  readonly name: string;
  /** Null for a handler. */
  readonly callbackData: string | null;
  readonly steps: readonly S[];
  /** Renders to Telegram's HTML, every value escaped. */
  readonly message?: CompiledText;
  /** The message without its formatting. */
  readonly notice?: CompiledText;
  readonly photoUrl?: string;
  /** A keyboard that is there. */
  readonly keyboardId?: string;
}

export interface CompiledButton {
  readonly kind: 'button';
  readonly label: CompiledText;
  /** Shown when this renders to anything but blank. */
  readonly when?: Template;
  /** Of inline buttons; what a reply button sends is its label, and `matchText` knows what that means. */
  readonly data?: Template;
  readonly url?: string;
  readonly webApp?: string;
  readonly requests?: 'contact' | 'location';
}

/** A button for each item of a list, which templates call `item`; always alone in its row. */
export interface CompiledList {
  readonly kind: 'list';
  readonly each: string;
  readonly button: CompiledButton;
  readonly columns: number;
  /** Buttons on a page. */
  readonly pageSize: number;
}

export interface CompiledKeyboard {
  readonly id: string;
  readonly kind: 'reply' | 'inline';
  readonly rows: readonly (readonly (CompiledButton | CompiledList)[])[];
  readonly placeholder?: CompiledText;
  readonly oneTime: boolean;
  readonly marksChosen: boolean;
  /** Top-level names its templates need, without `item`. */
  readonly roots: (language: string) => readonly string[];
}

export interface Found<S extends Step = Step> {
  readonly entry: CompiledEntry<S>;
  readonly args: string;
}

export interface TextMatch<S extends Step = Step> extends Found<S> {
  /** `exact` for the label of a reply button that carries data: its entry is a callback then. */
  readonly kind: PatternKind;
  readonly groups?: Readonly<Record<string, string>>;
}

/** A command of Telegram's menu. */
export interface MenuCommand {
  /** Without the slash. */
  readonly command: string;
  readonly description: (language: string) => string;
}

export interface Snapshot<S extends Step = Step> {
  readonly version: number;
  matchText(text: string, bot: { readonly botUsername: string }): TextMatch<S> | undefined;
  /** By the whole data, else by its first word with the rest as arguments: «tracker.start 42». */
  callback(data: string): Found<S> | undefined;
  /** Where a `goto` leads: a callback, with arguments or without, or a handler by its pattern. */
  find(target: string): Found<S> | undefined;
  /** By pattern. */
  handler(pattern: string): CompiledEntry<S> | undefined;
  keyboard(id: string): CompiledKeyboard | undefined;
  /** In the order of the handlers. */
  readonly commands: readonly MenuCommand[];
}

/** What a snapshot is made of; the maps are taken over and must not be changed afterwards. */
export interface SnapshotParts<S extends Step> {
  readonly version: number;
  readonly matcher: Matcher<Found<S>>;
  readonly callbacks: ReadonlyMap<string, CompiledEntry<S>>;
  /** By pattern, and by what finds the same texts as the pattern. */
  readonly handlers: (pattern: string) => CompiledEntry<S> | undefined;
  readonly keyboards: ReadonlyMap<string, CompiledKeyboard>;
  readonly commands: readonly MenuCommand[];
}

export function createSnapshot<S extends Step>(parts: SnapshotParts<S>): Snapshot<S> {
  const { version, matcher, callbacks, handlers, keyboards, commands } = parts;
  const callback = (data: string) => findCallback(callbacks, data);
  return Object.freeze({
    version,
    matchText(text: string, bot: { readonly botUsername: string }): TextMatch<S> | undefined {
      const match = matcher.match(text, bot);
      if (match === undefined) return undefined;
      const { value, kind, args, groups } = match;
      // A label's arguments are its data's; it was matched as a whole text and has none of its own.
      const found = { entry: value.entry, kind, args: value.entry.callbackData === null ? args : value.args };
      return groups === undefined ? found : { ...found, groups };
    },
    callback,
    find(target: string): Found<S> | undefined {
      const found = callback(target);
      if (found !== undefined) return found;
      const entry = handlers(target);
      return entry && { entry, args: '' };
    },
    handler: handlers,
    keyboard: (id: string) => keyboards.get(id),
    commands,
  });
}

/** The callback that data means: one of just this name, else the one of its first word, with the rest for it. */
export function findCallback<Entry>(
  callbacks: ReadonlyMap<string, Entry>,
  data: string,
): { readonly entry: Entry; readonly args: string } | undefined {
  const whole = callbacks.get(data);
  if (whole !== undefined) return { entry: whole, args: '' };
  const space = data.indexOf(' ');
  const entry = space === -1 ? undefined : callbacks.get(data.slice(0, space));
  return entry === undefined ? undefined : { entry, args: data.slice(space + 1).trim() };
}
