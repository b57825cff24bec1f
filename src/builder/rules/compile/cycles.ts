/** Jumps that come back to where they began without asking the person anything. */
import type { Step } from '../snapshot.ts';
import type { Path } from '../problems.ts';
import type { Compilation } from './context.ts';
import type { PlacedEntry } from './entries.ts';
import { findPlace, type Places } from './references.ts';

interface Jump<S extends Step> {
  readonly to: PlacedEntry<S>;
  readonly path: Path;
}

export function checkCycles<S extends Step>(compilation: Compilation<S>, places: Places<S>): void {
  // What has been walked needs no second walk: there is one way out of each place at most.
  const walked = new Set<PlacedEntry<S>>();
  for (const start of [...places.handlers, ...places.callbacks.values()]) {
    const way = new Map<PlacedEntry<S>, Jump<S>>();
    let here: PlacedEntry<S> | undefined = start;
    while (here !== undefined && !walked.has(here)) {
      walked.add(here);
      const jump: Jump<S> | undefined = jumpOf(compilation, places, here);
      if (jump === undefined) break;
      way.set(here, jump);
      here = jump.to;
    }
    const closing = here === undefined ? undefined : way.get(here);
    if (here === undefined || closing === undefined) continue;
    const names = [...way.keys()].map(({ entry }) => entry.name);
    const circle = [...names.slice(names.indexOf(here.entry.name)), here.entry.name];
    compilation.report('goto_cycle', closing.path, { cycle: circle.join(' → ') });
  }
}

/** The first step that always goes elsewhere, unless an earlier one waits for the person. */
function jumpOf<S extends Step>(
  { actions }: Compilation<S>,
  places: Places<S>,
  { steps }: PlacedEntry<S>,
): Jump<S> | undefined {
  for (const { step, path } of steps) {
    if (actions.waits?.(step) === true) return undefined;
    const target = actions.jump?.(step);
    if (target === undefined) continue;
    const to = findPlace(places, target);
    return to && { to, path };
  }
  return undefined;
}
