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

export function findPlace<S extends Step>(places: Places<S>, target: string): PlacedEntry<S> | undefined {
  return findCallback(places.callbacks, target)?.entry ?? places.handler(target);
}

export function checkReferences<S extends Step>(
  compilation: Compilation<S>,
  places: Places<S>,
  placed: readonly PlacedButton[],
  parents: readonly (string | undefined)[],
): void {
  const reached = new Set<PlacedEntry<S>>();
  checkButtons(compilation, places, placed, reached);

  for (const { steps } of [...places.handlers, ...places.callbacks.values()]) {
    for (const { step, path } of steps) {
      for (const target of compilation.actions.targets(step)) {
        const place = findPlace(places, target);
        if (place === undefined) compilation.report('unknown_target', path, { target });
        else if (!place.enabled) compilation.report('disabled_target', path, { target });
        if (place !== undefined) reached.add(place);
      }
    }
  }

  for (const target of compilation.actions.required ?? []) {
    const place = findCallback(places.callbacks, target)?.entry;
    if (place === undefined) compilation.report('missing_screen', ['callbacks'], { target });
    else if (!place.enabled) compilation.report('disabled_target', place.path, { target });
    if (place !== undefined) reached.add(place);
  }
  for (const target of compilation.actions.optional ?? []) {
    const place = findCallback(places.callbacks, target)?.entry;
    if (place !== undefined) reached.add(place);
  }

  for (const place of places.callbacks.values()) {
    if (place.enabled && !reached.has(place)) {
      compilation.report('unreachable_callback', [...place.path, 'callback_data'], { data: place.entry.name });
    }
  }
  for (const [index, pattern] of parents.entries()) {
    if (pattern !== undefined && places.handler(pattern) === undefined) {
      compilation.report('unknown_parent', ['callbacks', index, 'handler'], { pattern });
    }
  }
}

function checkButtons<S extends Step>(
  compilation: Compilation<S>,
  places: Places<S>,
  placed: readonly PlacedButton[],
  reached: Set<PlacedEntry<S>>,
): void {
  for (const { data, path } of placed) {
    if (data === undefined || data.source.trim() === '') continue;
    const { fixed, known } = knownPart(data);
    if (!known) {
      // «card.{{ state }}» may be any callback that begins so.
      for (const [name, place] of places.callbacks) if (name.startsWith(fixed)) reached.add(place);
      continue;
    }
    const place = findCallback(places.callbacks, fixed)?.entry;
    if (place === undefined) compilation.report('dead_button', [...path, 'data'], { data: data.source });
    else if (!place.enabled) compilation.report('disabled_target', [...path, 'data'], { target: place.entry.name });
    if (place !== undefined) reached.add(place);
  }
}

/** What stands before the first expression, and whether that says which callback it is: it does from a space on. */
function knownPart(data: Template): { readonly fixed: string; readonly known: boolean } {
  if (data.constant) return { fixed: data.source.trim(), known: true };
  const before = data.source.slice(0, data.source.search(/\{\{|\{%/)).trimStart();
  const space = before.indexOf(' ');
  return space === -1 ? { fixed: before, known: false } : { fixed: before.slice(0, space), known: true };
}
