import { Document, isCollection, isMap, isSeq, type Node, type Scalar, visit } from 'yaml';
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

/**
 * The document as YAML. The same configuration always gives the same text, whatever order its keys came in,
 * so that a history of files shows what changed and nothing else.
 */
export function formatDocument(document: ConfigDocument): string {
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
  for (const keyboard of nodesIn(yaml.get('keyboards', true))) {
    if (isMap(keyboard)) nodesIn(keyboard.get('layout', true)).forEach(compact);
  }
  for (const section of ['handlers', 'callbacks']) {
    for (const [index, entry] of nodesIn(yaml.get(section, true)).entries()) entry.spaceBefore = index > 0;
  }
  visit(yaml, {
    Scalar: (_key, scalar, ancestors) =>
      quoteFragile(
        scalar,
        ancestors.some((node) => isCollection(node) && node.flow === true),
      ),
  });
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: true });
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

/** A row of names on one line; of buttons, each on a line of its own. */
function compact(row: Node): void {
  const buttons = nodesIn(row).filter((button) => isMap(button));
  for (const button of buttons) button.flow = true;
  if (isSeq(row) && buttons.length === 0) row.flow = true;
}

function nodesIn(node: unknown): Node[] {
  if (isSeq<Node>(node)) return node.items;
  if (isMap<unknown, Node>(node)) return node.items.flatMap(({ value }) => (value === null ? [] : [value]));
  return [];
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
