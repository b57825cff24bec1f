/** Configuration documents as YAML, in one stable form. */
import { Document, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, visit } from 'yaml';
import { type Comments, writeComments } from './comments.ts';
import type { Button, Callback, ConfigDocument, EachButton, Handler, Keyboard } from './schema.ts';

/** Fields in the order in which a person reads them; every other key follows in alphabetical order. */
const HANDLER: readonly (keyof Handler)[] = [
  'pattern', 'description', 'enabled', 'action', 'message', 'photo_url', 'keyboard_id',
]; // prettier-ignore
const CALLBACK: readonly (keyof Callback)[] = [
  'callback_data', 'handler', 'enabled', 'action', 'message', 'photo_url', 'keyboard_id',
]; // prettier-ignore
const KEYBOARD: readonly (keyof Keyboard)[] = ['kind', 'placeholder', 'one_time', 'marks_chosen', 'layout'];
const BUTTON: readonly (keyof Button | keyof EachButton)[] = [
  'each',
  'label',
  'data',
  'url',
  'web_app',
  'columns',
  'page_size',
  'when',
];
const LANGUAGES: readonly string[] = ['ru', 'en'];

/** A list or a map of this many characters, with what stands before it, fits on one line. */
const LINE_WIDTH = 110;

/**
 * The document as YAML. The same configuration always gives the same text, whatever order its keys came in,
 * so that a history of files shows what changed and nothing else. Comments stand where they stood.
 */
export function formatDocument(document: ConfigDocument, comments: Comments = {}): string {
  const { minuta, ready_made_activities, handlers, callbacks, keyboards, buttons } = document;
  const yaml = new Document({
    minuta,
    ...(ready_made_activities.length > 0 ? { ready_made_activities: orderedValue(ready_made_activities) } : {}),
    handlers: handlers.map((handler) => ordered(handler, HANDLER)),
    callbacks: callbacks.map((callback) => ordered(callback, CALLBACK)),
    keyboards: mapValues(keyboards, (keyboard) => ({
      ...ordered(keyboard, KEYBOARD),
      layout: keyboard.layout.map((row) =>
        row.map((button) => (typeof button === 'string' ? button : ordered(button, BUTTON))),
      ),
    })),
    buttons: mapValues(buttons, (button) => ordered(button, BUTTON)),
  });
  for (const { key, value } of pairsOf(yaml.contents)) {
    const section = String(key);
    if (isScalar(key)) key.spaceBefore = section !== 'minuta';
    if (section === 'handlers' || section === 'callbacks') spaceEntries(value);
    // An entry is spread over lines, a field of it only where it does not fit on one.
    if (section === 'ready_made_activities' || section === 'buttons') narrow(value, 2);
    else if (section === 'keyboards') for (const keyboard of pairsOf(value)) narrowKeyboard(keyboard.value);
    else for (const entry of itemsOf(value)) narrow(entry, 4);
  }
  visit(yaml, {
    Scalar: (_key, scalar, ancestors) =>
      quoteFragile(
        scalar,
        ancestors.some((node) => (isMap(node) || isSeq(node)) && node.flow === true),
      ),
  });
  const plain = yaml.toString({
    lineWidth: 0,
    flowCollectionPadding: true,
    singleQuote: true,
    // A comment can stand at the end of a line only where no text goes on in the next.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return writeComments(plain, comments);
}

function spaceEntries(section: Node | null): void {
  for (const [index, entry] of itemsOf(section).entries()) entry.spaceBefore = index > 0;
}

function narrowKeyboard(keyboard: Node | null): void {
  if (!isMap<Node, Node>(keyboard)) return;
  for (const pair of keyboard.items) {
    // Its rows stand below each other, as they will under the message.
    if (String(pair.key) === 'layout') narrow(pair.value, 6);
    else narrowPair(pair, 4);
  }
}

/** Puts what fits on one line there, within a collection that is spread itself. */
function narrow(node: Node | null, indent: number): void {
  for (const pair of pairsOf(node)) narrowPair(pair, indent);
  for (const item of itemsOf(node)) {
    if (!isMap(item) && !isSeq(item)) continue;
    if (indent + 2 + widthOf(item) <= LINE_WIDTH) item.flow = true;
    else narrow(item, indent + 2);
  }
}

function narrowPair({ key, value }: Pair<Node, Node | null>, indent: number): void {
  if (!isMap(value) && !isSeq(value)) return;
  if (indent + widthOf(key) + 2 + widthOf(value) <= LINE_WIDTH) value.flow = true;
  else narrow(value, indent + 2);
}

/** Characters of a node on one line, without what quoting may add; no line is wide enough for a text of lines. */
function widthOf(node: Node | null): number {
  if (isScalar(node)) {
    const text = String(node.value);
    return text.includes('\n') ? Number.POSITIVE_INFINITY : text.length;
  }
  const pairs = pairsOf(node).map(({ key, value }) => widthOf(key) + 2 + widthOf(value));
  return [...pairs, ...itemsOf(node).map(widthOf)].reduce((sum, width) => sum + width + 2, 2);
}

/**
 * A text of lines is written as a block where that is safe and quoted where the library's own choice loses it:
 * blanks at its ends («␠⏎» reads as «⏎» again), unusual line breaks, and lines inside `{ … }`.
 */
function quoteFragile(scalar: Scalar, inFlow: boolean): void {
  const { value } = scalar;
  if (typeof value !== 'string' || !value.includes('\n')) return;
  if (inFlow || /^\s|\s$|[\r\t\u0085\u2028\u2029]/u.test(value)) scalar.type = 'QUOTE_DOUBLE';
}

function pairsOf(node: unknown): Pair<Node, Node | null>[] {
  return isMap<Node, Node | null>(node) ? node.items : [];
}

function itemsOf(node: unknown): Node[] {
  return isSeq<Node>(node) ? node.items : [];
}

function ordered(entry: object, first: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keysOf(entry, first).map((key) => [key, orderedValue(Reflect.get(entry, key))]));
}

function orderedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderedValue);
  // A text by language, or a step with its arguments.
  return typeof value === 'object' && value !== null ? ordered(value, ['action', ...LANGUAGES]) : value;
}

function keysOf(entry: object, first: readonly string[]): string[] {
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.keys(entry).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function mapValues<Value>(entries: Readonly<Record<string, Value>>, change: (value: Value) => unknown) {
  return Object.fromEntries(
    keysOf(entries, [])
      .map((key) => [key, entries[key]] as const)
      .flatMap(([key, value]) => (value === undefined ? [] : [[key, change(value)]])),
  );
}
