/**
 * Reply buttons send their label as a text. Where such a button carries data, its label stands for the callback,
 * in every language it has; where it does not, some handler must answer the label.
 */
import { type Matcher } from '../match.ts';
import { fold, type Pattern, type PatternKind } from '../pattern.ts';
import { type CompiledEntry, findCallback, type Found, type Step } from '../snapshot.ts';
import type { Compilation } from './context.ts';
import type { PlacedHandler } from './entries.ts';
import type { PlacedButton } from './keyboards.ts';
import { isGreedy } from './patterns.ts';

const OPEN_KINDS: ReadonlySet<PatternKind> = new Set(['prefix', 'contains', 'regex', 'any']);

export interface LabelEntry<S extends Step> {
  readonly pattern: Pattern;
  readonly value: Found<S>;
}

/** Labels with data as patterns of the whole text. */
export function compileLabels<S extends Step>(
  compilation: Compilation<S>,
  placed: readonly PlacedButton[],
  callbacks: ReadonlyMap<string, CompiledEntry<S>>,
): LabelEntry<S>[] {
  const meanings = new Map<string, string>();
  return placed.flatMap(({ keyboard, data, labels, path }) => {
    if (keyboard === 'inline' || data === undefined) return [];
    if (!data.constant || labels.some(({ template }) => !template.constant)) {
      compilation.report('label_expression', path);
      return [];
    }
    const found = findCallback(callbacks, data.source.trim());
    return labels.flatMap(({ template: { source: label }, path: place }): LabelEntry<S>[] => {
      const key = fold(label.trim());
      const other = meanings.get(key);
      if (other !== undefined && other !== data.source) compilation.report('label_ambiguous', place, { label, other });
      // A dead button is reported with the others.
      if (other !== undefined || found === undefined) return [];
      meanings.set(key, data.source);
      return [{ pattern: { kind: 'exact', key }, value: found }];
    });
  });
}

/** Labels of reply keyboards that no handler answers: who presses such a button says its words. */
export function checkLabels<S extends Step>(
  compilation: Compilation<S>,
  placed: readonly PlacedButton[],
  matcher: Matcher<Found<S>>,
  handlers: readonly PlacedHandler<S>[],
): void {
  const words = handlers.flatMap(({ pattern, enabled }) => (enabled && pattern.kind === 'exact' ? [pattern.key] : []));
  // What answers everything answers no label in particular.
  const greedy = new Set(handlers.filter(({ pattern }) => isGreedy(pattern)).map(({ entry }) => entry.name));
  // What a label with values will say is not known; that nothing could answer it at all is.
  const isOpen = handlers.some(({ pattern, enabled }) => enabled && OPEN_KINDS.has(pattern.kind));
  for (const { keyboard, compiled, data, labels } of placed) {
    const { requests, webApp, url } = compiled;
    if (keyboard === 'inline' || requests !== undefined || webApp !== undefined || url !== undefined) continue;
    for (const { template, path } of labels) {
      if (!template.constant && data === undefined && !isOpen) {
        compilation.report('dead_label', path, { label: template.source });
      }
      if (!template.constant || template.source.trim() === '') continue;
      const label = template.source.trim();
      const match = matcher.match(label, { botUsername: '' });
      if (data === undefined && (match === undefined || match.kind === 'any' || greedy.has(match.value.entry.name))) {
        compilation.report('dead_label', path, { label }, { word: label, among: words });
      }
      if (data !== undefined && match?.value.entry.callbackData === null && match.kind !== 'any') {
        compilation.report('label_taken', path, { label, pattern: match.value.entry.name });
      }
    }
  }
}
