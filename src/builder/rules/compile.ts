/** From a configuration document to what messages are answered from, or to everything that is wrong with it. */
import type { ConfigDocument } from '../schema.ts';
import { checkReadyMade, compileCommands } from './compile/commands.ts';
import { type CompileOptions, createCompilation } from './compile/context.ts';
import { checkCycles } from './compile/cycles.ts';
import { compileCallbacks, compileHandlers } from './compile/entries.ts';
import { compileKeyboards } from './compile/keyboards.ts';
import { checkLabels, compileLabels } from './compile/labels.ts';
import { checkPatterns } from './compile/patterns.ts';
import { checkReach, checkReferences, createPlaces } from './compile/references.ts';
import { compileMatcher } from './match.ts';
import type { Problem } from './problems.ts';
import { createSnapshot, type Snapshot, type Step } from './snapshot.ts';

export type {
  ActionCatalogue,
  ArgumentFault,
  CompiledMessage,
  CompileOptions,
  Showing,
  SoundMessages,
} from './compile/context.ts';
export type * from './snapshot.ts';

export type Compiled<S extends Step = Step> =
  | { readonly ok: true; readonly snapshot: Snapshot<S>; readonly warnings: readonly Problem[] }
  /** Warnings among the problems. The snapshot is what the rest makes: to try a draft with, never to answer people by. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly snapshot: Snapshot<S> };

/** Reports every problem of the document, not the first only. Nothing of the document is kept by reference that could change. */
export function compile<S extends Step>(
  document: ConfigDocument,
  version: number,
  options: CompileOptions<S>,
): Compiled<S> {
  const steps = compiling(document, version, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps, between which a busy process can do something else: thousands of entries take a second. */
export function* compiling<S extends Step>(
  document: ConfigDocument,
  version: number,
  options: CompileOptions<S>,
): Generator<void, Compiled<S>> {
  const compilation = createCompilation(options);
  const { keyboards, placed } = yield* compileKeyboards(compilation, document);
  const handlers = yield* compileHandlers(compilation, document.handlers, keyboards);
  const callbacks = yield* compileCallbacks(compilation, document.callbacks, keyboards);
  const places = createPlaces(handlers, callbacks);

  const live = handlers.filter(({ enabled }) => enabled);
  const liveCallbacks = new Map(
    [...callbacks].filter(([, { enabled }]) => enabled).map(([data, { entry }]) => [data, entry]),
  );
  yield;
  const patterns = [
    ...live.map(({ pattern, entry }) => ({ pattern, value: { entry, args: '' } })),
    // After the handlers: of equal patterns the first wins.
    ...compileLabels(compilation, placed, liveCallbacks),
  ];
  const matcher = compileMatcher(patterns);
  yield;
  const words = compileMatcher(patterns.filter(({ pattern }) => pattern.kind !== 'regex'));
  yield* checkPatterns(compilation, handlers, words);
  yield;
  checkLabels(compilation, placed, matcher, handlers);
  yield;
  const parents = document.callbacks.map(({ handler }) => handler);
  checkReferences(compilation, places, placed, parents);
  yield;
  checkReach(compilation, places, placed, keyboards.keys());
  yield;
  checkCycles(compilation, places);
  const commands = compileCommands(compilation, document, live);
  checkReadyMade(compilation, document.ready_made_activities);

  const problems = compilation.problems();
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
  const isSound = problems.every(({ severity }) => severity !== 'error');
  return isSound ? { ok: true, snapshot, warnings: problems } : { ok: false, problems, snapshot };
}
