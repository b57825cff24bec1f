import type { BoundStep } from '../builder/actions-catalogue.ts';
import type { CompiledEntry, Found, Snapshot } from '../builder/rules/compile.ts';

/** A step that is about to be taken. */
export interface TakenStep {
  readonly of: 'handler' | 'callback';
  /** The pattern, or the callback data. */
  readonly name: string;
  readonly action: string;
  /** Whether it had waited and goes on. */
  readonly isResumed: boolean;
}

/** The same snapshot, which tells of every step that is taken in it before it is. */
export function watchSnapshot(snapshot: Snapshot<BoundStep>, tell: (step: TakenStep) => void): Snapshot<BoundStep> {
  // The engine knows an entry by its identity.
  const watched = new Map<CompiledEntry<BoundStep>, CompiledEntry<BoundStep>>();

  function watch(entry: CompiledEntry<BoundStep>): CompiledEntry<BoundStep> {
    const known = watched.get(entry);
    if (known) return known;
    const of = entry.callbackData === null ? 'handler' : 'callback';
    const steps = entry.steps.map((step): BoundStep => {
      const about = { of, name: entry.name, action: step.name } as const;
      return {
        ...step,
        run(turn, face) {
          tell({ ...about, isResumed: false });
          return step.run(turn, face);
        },
        resume(turn, face, result) {
          tell({ ...about, isResumed: true });
          return step.resume(turn, face, result);
        },
      };
    });
    const made = { ...entry, steps };
    watched.set(entry, made);
    return made;
  }

  function watchFound<F extends Found<BoundStep>>(found: F | undefined): F | undefined {
    return found && { ...found, entry: watch(found.entry) };
  }

  return {
    version: snapshot.version,
    commands: snapshot.commands,
    keyboard: (id) => snapshot.keyboard(id),
    matchText: (text, bot) => watchFound(snapshot.matchText(text, bot)),
    callback: (data) => watchFound(snapshot.callback(data)),
    find: (target) => watchFound(snapshot.find(target)),
    handler(pattern) {
      const entry = snapshot.handler(pattern);
      return entry && watch(entry);
    },
  };
}
