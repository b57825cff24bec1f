/** Jumps that come back to where they began without asking the person anything. */
import type { Path } from '../problems.ts';
import type { Step } from '../snapshot.ts';
import type { Compilation } from './context.ts';
import type { PlacedEntry } from './entries.ts';
import { findPlace, type Places } from './references.ts';

interface Jump<S extends Step> {
  readonly to: PlacedEntry<S>;
  readonly path: Path;
}

interface Visit<S extends Step> {
  readonly place: PlacedEntry<S>;
  readonly jumps: Iterator<Jump<S>>;
}

/** Reports one circle for each jump that closes one. */
export function checkCycles<S extends Step>(compilation: Compilation<S>, places: Places<S>): void {
  const done = new Set<PlacedEntry<S>>();
  for (const start of [...places.handlers, ...places.callbacks.values()]) {
    // Not recursive: a chain may be as long as the document.
    const way: Visit<S>[] = [];
    const onWay = new Set<PlacedEntry<S>>();
    const enter = (place: PlacedEntry<S>) => {
      way.push({ place, jumps: jumpsOf(compilation, places, place).values() });
      onWay.add(place);
    };
    if (!done.has(start)) enter(start);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const next = here.jumps.next();
      if (next.done === true) {
        done.add(here.place);
        onWay.delete(here.place);
        way.pop();
        continue;
      }
      const { to, path } = next.value;
      if (onWay.has(to)) compilation.report('goto_cycle', path, { cycle: circleOf(way, to) });
      else if (!done.has(to)) enter(to);
    }
  }
}

function circleOf<S extends Step>(way: readonly Visit<S>[], back: PlacedEntry<S>): string {
  const circle = way.slice(way.findIndex(({ place }) => place === back)).map(({ place }) => place.entry.name);
  return [...circle, back.entry.name].join(' → ');
}

/** Where an entry goes at once: what follows a step that waits happens only after the person has answered. */
function jumpsOf<S extends Step>(
  { actions }: Compilation<S>,
  places: Places<S>,
  { steps }: PlacedEntry<S>,
): readonly Jump<S>[] {
  const waits = steps.findIndex(({ step }) => actions.waits?.(step) === true);
  return steps.slice(0, waits === -1 ? undefined : waits).flatMap(({ step, path }) => {
    const target = actions.jump?.(step);
    const to = target === undefined ? undefined : findPlace(places, target);
    return to === undefined ? [] : [{ to, path }];
  });
}
