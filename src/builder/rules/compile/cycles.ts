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

type JumpsOf<S extends Step> = (place: PlacedEntry<S>) => readonly Jump<S>[];

/**
 * Reports one circle for each jump that closes one: an error where every step of it always jumps, a warning where
 * one depends on something and may be what ends the circle.
 */
export function checkCycles<S extends Step>(compilation: Compilation<S>, places: Places<S>): void {
  const { actions } = compilation;
  const endless = new Set<Path>();
  const always: JumpsOf<S> = (place) => jumpsOf(compilation, places, place, (step) => [actions.jump?.(step)]);
  for (const { path, cycle } of circlesOf(places, always)) {
    endless.add(path);
    compilation.report('goto_cycle', path, { cycle });
  }
  const perhaps: JumpsOf<S> = (place) => jumpsOf(compilation, places, place, (step) => actions.targets(step));
  for (const { path, cycle } of circlesOf(places, perhaps)) {
    if (!endless.has(path)) compilation.report('possible_cycle', path, { cycle });
  }
}

function* circlesOf<S extends Step>(
  places: Places<S>,
  jumps: JumpsOf<S>,
): Generator<{ readonly path: Path; readonly cycle: string }> {
  const done = new Set<PlacedEntry<S>>();
  let found = 0;
  for (const start of [...places.handlers, ...places.callbacks.values()]) {
    // Not recursive: a chain may be as long as the document.
    const way: Visit<S>[] = [];
    const onWay = new Set<PlacedEntry<S>>();
    const enter = (place: PlacedEntry<S>) => {
      way.push({ place, jumps: jumps(place).values() });
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
      if (!onWay.has(to)) {
        if (!done.has(to)) enter(to);
        continue;
      }
      yield { path, cycle: circleOf(way, to) };
      found += 1;
      if (found === MAX_CIRCLES) return;
    }
  }
}

/** A document can be nothing but circles, and each takes as long to tell as it is long. */
const MAX_CIRCLES = 200;
/** Names of a circle that are told; the others are «…». */
const MAX_NAMES = 12;

function circleOf<S extends Step>(way: readonly Visit<S>[], back: PlacedEntry<S>): string {
  const circle = way.slice(way.findIndex(({ place }) => place === back)).map(({ place }) => place.entry.name);
  const told = circle.length > MAX_NAMES ? [...circle.slice(0, MAX_NAMES), '…'] : circle;
  return [...told, back.entry.name].join(' → ');
}

/** Where an entry goes at once: what follows a step that waits happens only after the person has answered. */
function jumpsOf<S extends Step>(
  { actions }: Compilation<S>,
  places: Places<S>,
  { steps }: PlacedEntry<S>,
  targetsOf: (step: S) => readonly (string | undefined)[],
): readonly Jump<S>[] {
  const waits = steps.findIndex(({ step }) => actions.waits?.(step) === true);
  return steps.slice(0, waits === -1 ? undefined : waits).flatMap(({ step, path }) =>
    targetsOf(step).flatMap((target) => {
      const to = target === undefined ? undefined : findPlace(places, target);
      return to === undefined ? [] : [{ to, path }];
    }),
  );
}
