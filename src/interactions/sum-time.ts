import { saidSteps } from './count-activity.ts';
import type { PeopleUnit } from './count-people.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import { inColumns, type Steps } from './rules/steps.ts';
import type { TimeTrackedFigures } from './schema.ts';
import { periodBefore, sumTracked } from './store/tracked.ts';

/** How much time all people together have tracked, by when their sessions began. */
export async function sumTime(deps: FiguresDependencies, steps: Steps & PeopleUnit): Promise<TimeTrackedFigures> {
  const { ask, trackedUntil: until } = await openFigures(deps);
  const { bounds, before } = steps;
  const rows = await ask(sumTracked({ bounds, until, before }));
  const sums = rows.flatMap((row) =>
    row.step === null || row.step === periodBefore ? [] : [{ ...row, step: row.step }],
  );
  const sessions = inColumns(
    steps,
    sums.map((row) => [row.step, row.sessions]),
  );
  const seconds = inColumns(
    steps,
    sums.map((row) => [row.step, row.seconds]),
  );
  const peopleOf = new Map(rows.map((row) => [row.step, row.people]));
  return {
    ...saidSteps(steps),
    unit: steps.unit,
    seconds: seconds.counts,
    sessions: sessions.counts,
    people: steps.starts.map((_, step) => peopleOf.get(before + step) ?? 0),
    total: { seconds: seconds.total, sessions: sessions.total, people: peopleOf.get(null) ?? 0 },
    previous_total: {
      seconds: seconds.previousTotal,
      sessions: sessions.previousTotal,
      people: peopleOf.get(periodBefore) ?? 0,
    },
  };
}
