/** From a configuration document to what messages are answered from, or to everything that is wrong with it. */
import type { ConfigDocument } from '../schema.ts';
import { type CompileOptions, createCompilation, type Compilation } from './compile/context.ts';
import { checkCycles } from './compile/cycles.ts';
import { compileCallbacks, compileHandlers, type PlacedHandler } from './compile/entries.ts';
import { compileKeyboards } from './compile/keyboards.ts';
import { checkLabels, compileLabels } from './compile/labels.ts';
import { checkPatterns } from './compile/patterns.ts';
import { checkReferences, createPlaces } from './compile/references.ts';
import { hasExpressions } from './template-engine.ts';
import { compileMatcher } from './match.ts';
import type { Problem } from './problems.ts';
import { createSnapshot, type MenuCommand, type Snapshot, type Step } from './snapshot.ts';

export type { ActionCatalogue, CompileOptions } from './compile/context.ts';
export type * from './snapshot.ts';

export type Compiled<S extends Step = Step> =
  | { readonly ok: true; readonly snapshot: Snapshot<S>; readonly warnings: readonly Problem[] }
  /** Warnings among them. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reports every problem of the document, not the first only. Nothing of the document is kept by reference that could change. */
export function compile<S extends Step>(
  document: ConfigDocument,
  version: number,
  options: CompileOptions<S>,
): Compiled<S> {
  const compilation = createCompilation(options);
  const { keyboards, placed } = compileKeyboards(compilation, document);
  const handlers = compileHandlers(compilation, document.handlers, keyboards);
  const callbacks = compileCallbacks(compilation, document.callbacks, keyboards);
  const places = createPlaces(handlers, callbacks);

  const live = handlers.filter(({ enabled }) => enabled);
  const liveCallbacks = new Map(
    [...callbacks].filter(([, { enabled }]) => enabled).map(([data, { entry }]) => [data, entry]),
  );
  const matcher = compileMatcher([
    ...live.map(({ pattern, entry }) => ({ pattern, value: { entry, args: '' } })),
    // After the handlers: of equal patterns the first wins.
    ...compileLabels(compilation, placed, liveCallbacks),
  ]);
  checkPatterns(compilation, handlers, matcher);
  checkLabels(compilation, placed, matcher);
  const parents = document.callbacks.map(({ handler }) => handler);
  checkReferences(compilation, places, placed, parents);
  checkCycles(compilation, places);
  const commands = compileCommands(compilation, document, live);

  const problems = distinct(compilation.problems);
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  const snapshot = createSnapshot({
    version,
    matcher,
    callbacks: liveCallbacks,
    handlers: (pattern) => {
      const place = places.handler(pattern);
      return place?.enabled === true ? place.entry : undefined;
    },
    keyboards,
    commands,
  });
  return { ok: true, snapshot, warnings: problems };
}

function compileCommands<S extends Step>(
  compilation: Compilation<S>,
  document: ConfigDocument,
  live: readonly PlacedHandler<S>[],
): readonly MenuCommand[] {
  const commands = live.flatMap(({ pattern, path, entry }): MenuCommand[] => {
    const description = document.handlers[Number(path[1])]?.description;
    if (description === undefined) return [];
    const place = [...path, 'description'];
    const texts = typeof description === 'string' ? [description] : Object.values(description);
    if (texts.some(hasExpressions)) compilation.report('description_expression', place);
    if (typeof description !== 'string') {
      for (const language of compilation.languages) {
        if (!Object.hasOwn(description, language)) compilation.report('translation_missing', place, { language });
      }
    }
    if (pattern.kind !== 'command' || !/^[a-z0-9_]{1,32}$/.test(pattern.key)) {
      compilation.report('description_ignored', place, { pattern: entry.name });
      return [];
    }
    const byLanguage = new Map(typeof description === 'string' ? [] : Object.entries(description));
    const fallback = byLanguage.get('ru') ?? texts[0] ?? '';
    return [
      Object.freeze({ command: pattern.key, description: (language: string) => byLanguage.get(language) ?? fallback }),
    ];
  });
  return Object.freeze(commands);
}

/** A button that stands on several keyboards is wrong once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((each) => [JSON.stringify([each.code, each.path, each.message]), each])).values()];
}
