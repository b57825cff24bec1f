import { saidSteps } from './count-activity.ts';
import type { PeopleUnit } from './count-people.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import { inColumns, type Steps } from './rules/steps.ts';
import type { TimeTrackedFigures } from './schema.ts';
import { countTrackers } from './store/people.ts';
import { sumTracked } from './store/tracked.ts';

/** How much time all people together have tracked, by when their sessions began. */
export async function sumTime(deps: FiguresDependencies, steps: Steps & PeopleUnit): Promise<TimeTrackedFigures> {
  const { ask, trackedUntil: until } = await openFigures(deps);
  const { bounds, before } = steps;
  const [sums, people, previousPeople] = await Promise.all([
    ask(sumTracked({ bounds, until })),
    ask(countTrackers({ bounds: bounds.slice(before), until })),
    ask(countTrackers({ bounds: [bounds[0] ?? 0, bounds[before] ?? 0], until })),
  ]);
  const sessions = inColumns(
    steps,
    sums.map((row) => [row.step, row.sessions]),
  );
  const seconds = inColumns(
    steps,
    sums.map((row) => [row.step, row.seconds]),
  );
  const byStep = new Map(people.map((row) => [row.step, row.people]));
  return {
    ...saidSteps(steps),
    unit: steps.unit,
    seconds: seconds.counts,
    sessions: sessions.counts,
    people: steps.starts.map((_, step) => byStep.get(step) ?? 0),
    total: { seconds: seconds.total, sessions: sessions.total, people: byStep.get(null) ?? 0 },
    previous_total: {
      seconds: seconds.previousTotal,
      sessions: sessions.previousTotal,
      people: previousPeople.find(({ step }) => step === null)?.people ?? 0,
    },
  };
}
