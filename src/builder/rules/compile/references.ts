/** Where buttons and actions lead, and what nothing leads to. */
import { findCallback, type Step } from '../snapshot.ts';
import type { Template } from '../template.ts';
import type { Compilation } from './context.ts';
import { patternKey, type PlacedEntry, type PlacedHandler } from './entries.ts';
import type { PlacedButton } from './keyboards.ts';
import { parsePattern } from '../pattern.ts';

/** Everything of a document that can be led to, disabled ones included. */
export interface Places<S extends Step> {
  readonly handlers: readonly PlacedHandler<S>[];
  readonly callbacks: ReadonlyMap<string, PlacedEntry<S>>;
  handler(pattern: string): PlacedHandler<S> | undefined;
}

export function createPlaces<S extends Step>(
  handlers: readonly PlacedHandler<S>[],
  callbacks: ReadonlyMap<string, PlacedEntry<S>>,
): Places<S> {
  const byPattern = new Map(handlers.map((handler) => [patternKey(handler.pattern), handler]));
  return {
    handlers,
    callbacks,
    handler(source) {
      const parsed = parsePattern(source);
      return parsed.ok ? byPattern.get(patternKey(parsed.pattern)) : undefined;
    },
  };
}

/** What a step goes to by this name: a callback, perhaps with words for it, else a handler by its pattern. */
export function findPlace<S extends Step>(places: Places<S>, target: string): PlacedEntry<S> | undefined {
  return findCallback(places.callbacks, target)?.entry ?? places.handler(target);
}

/** Names that lead nowhere. */
export function checkReferences<S extends Step>(
  compilation: Compilation<S>,
  places: Places<S>,
  placed: readonly PlacedButton[],
  parents: readonly (string | undefined)[],
): void {
  const { actions } = compilation;
  const names = [...places.callbacks.keys()];
  const beginningWith = prefixIndex(names);
  const patterns = places.handlers.map(({ entry }) => entry.name);
  const near = (target: string) => ({ word: firstWord(target), among: target.startsWith('/') ? patterns : names });

  for (const { data, path } of placed) {
    const led = data === undefined ? undefined : leadOf(data);
    if (led === undefined || data === undefined) continue;
    const at = [...path, 'data'];
    const found = led.isWhole ? findCallback(places.callbacks, led.name)?.entry : undefined;
    const isDead = led.isWhole ? found === undefined : beginningWith(led.name).length === 0;
    if (isDead) compilation.report('dead_button', at, { data: data.source }, near(led.name));
    if (found?.enabled === false) compilation.report('disabled_target', at, { target: found.entry.name });
  }

  for (const { steps } of [...places.handlers, ...places.callbacks.values()]) {
    for (const { step, path } of steps) {
      for (const target of actions.targets(step)) {
        const place = findPlace(places, target);
        if (place === undefined) compilation.report('unknown_target', path, { target }, near(target));
        else if (!place.enabled) compilation.report('disabled_target', path, { target });
      }
    }
  }

  for (const target of actions.required ?? []) {
    const place = findCallback(places.callbacks, target)?.entry;
    if (place === undefined) compilation.report('missing_screen', ['callbacks'], { target }, near(target));
    else if (!place.enabled) compilation.report('disabled_target', place.path, { target });
  }

  for (const [index, pattern] of parents.entries()) {
    if (pattern !== undefined && places.handler(pattern) === undefined) {
      const at = ['callbacks', index, 'handler'];
      compilation.report('unknown_parent', at, { pattern }, { word: pattern, among: patterns });
    }
  }
}

/** Callbacks and keyboards that nobody can come to, beginning with what people write and what the program opens. */
export function checkReach<S extends Step>(
  compilation: Compilation<S>,
  places: Places<S>,
  placed: readonly PlacedButton[],
  keyboardIds: Iterable<string>,
): void {
  const { actions } = compilation;
  const beginningWith = prefixIndex([...places.callbacks.keys()]);
  const beginnings = new Set<string>();
  const buttonsOf = Map.groupBy(placed, ({ keyboardId }) => keyboardId);
  const reached = new Set<PlacedEntry<S>>();
  const shown = new Set<string>();
  const ahead: PlacedEntry<S>[] = [];
  const reach = (place: PlacedEntry<S> | undefined) => {
    if (place === undefined || reached.has(place)) return;
    reached.add(place);
    ahead.push(place);
  };
  const show = (keyboardId: string) => {
    if (shown.has(keyboardId)) return;
    shown.add(keyboardId);
    for (const { data } of buttonsOf.get(keyboardId) ?? []) {
      const led = data === undefined ? undefined : leadOf(data);
      if (led === undefined) continue;
      if (led.isWhole) reach(findCallback(places.callbacks, led.name)?.entry);
      if (led.isWhole || beginnings.has(led.name)) continue;
      // «card.{{ state }}» may be any callback that begins so.
      beginnings.add(led.name);
      for (const name of beginningWith(led.name)) reach(places.callbacks.get(name));
    }
  };

  for (const handler of places.handlers) if (handler.enabled) reach(handler);
  for (const target of [...(actions.required ?? []), ...(actions.optional ?? [])]) reach(findPlace(places, target));
  for (let place = ahead.pop(); place !== undefined; place = ahead.pop()) {
    for (const { step } of place.steps) {
      for (const target of actions.targets(step)) reach(findPlace(places, target));
    }
    for (const keyboardId of place.keyboardIds) show(keyboardId);
  }

  for (const place of places.callbacks.values()) {
    if (place.enabled && !reached.has(place)) {
      compilation.report('unreachable_callback', [...place.path, 'callback_data'], { data: place.entry.name });
    }
  }
  for (const id of keyboardIds) {
    if (!shown.has(id)) compilation.report('unused_keyboard', ['keyboards', id], { id });
  }
}

/** What a button's data says of the callback it means: its name, or how that begins; undefined where it is blank. */
export function leadOf({
  constant,
  source,
}: Template): { readonly name: string; readonly isWhole: boolean } | undefined {
  if (constant) return source.trim() === '' ? undefined : { name: source.trim(), isWhole: true };
  const before = source.slice(0, source.search(/\{\{|\{%/)).trimStart();
  // From a space on it is about the words behind the name.
  return before.includes(' ') ? { name: firstWord(before), isWhole: true } : { name: before, isWhole: false };
}

/** Finds the names with a beginning among thousands. */
export function prefixIndex(names: readonly string[]): (prefix: string) => readonly string[] {
  const sorted = names.toSorted();
  const firstFrom = (isThere: (name: string) => boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isThere(sorted[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (prefix) => {
    const from = firstFrom((name) => name >= prefix);
    return sorted.slice(
      from,
      firstFrom((name) => name >= prefix && !name.startsWith(prefix)),
    );
  };
}

function firstWord(text: string): string {
  return text.split(' ', 1)[0] ?? text;
}
