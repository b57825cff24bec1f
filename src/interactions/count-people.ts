import { saidRange, saidSteps } from './count-activity.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import type { Range } from './rules/range.ts';
import type { Steps } from './rules/steps.ts';
import type { CohortsFigures, SourcesFigures, UsersFigures } from './schema.ts';
import { countActive, countCohorts, countKnown, type ActiveRow } from './store/people.ts';
import { countSources } from './store/sources.ts';

/** Different people who had to do with the bot, and who of them was new. */
export async function countUsers(deps: FiguresDependencies, steps: Steps & PeopleUnit): Promise<UsersFigures> {
  const { ask, closedUntil: until } = await openFigures(deps);
  const { bounds, before } = steps;
  const [rows, previousRows, known] = await Promise.all([
    ask(countActive({ bounds: bounds.slice(before), until })),
    ask(countActive({ bounds: [bounds[0] ?? 0, bounds[before] ?? 0], until })),
    ask(countKnown),
  ]);
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const column = (figure: (row: ActiveRow) => number) =>
    steps.starts.map((_, step) => figure(byStep.get(step) ?? nobody));
  return {
    ...saidSteps(steps),
    unit: steps.unit,
    active: column(({ people }) => people),
    new: column(({ fresh }) => fresh),
    returning: column(({ people, fresh_active }) => people - fresh_active),
    total: totalsOf(byStep.get(null)),
    previous_total: totalsOf(previousRows.find(({ step }) => step === null)),
    known: known[0]?.known ?? 0,
    blocked: known[0]?.blocked ?? 0,
  };
}

/** People are told apart by days at the shortest. */
export interface PeopleUnit {
  readonly unit: UsersFigures['unit'];
}

/** Of those who came in a day or a week, how many were there in the ones that followed. */
export async function countRetention(
  deps: FiguresDependencies,
  steps: Steps & { readonly unit: CohortsFigures['unit'] },
): Promise<CohortsFigures> {
  const { ask, closedUntil: until, now } = await openFigures(deps);
  const { range, unit, starts, before } = steps;
  const bounds = steps.bounds.slice(before);
  const rows = await ask(countCohorts({ bounds, until }));
  const cells = new Map(rows.map(({ cohort, step, people }) => [`${cohort} ${step ?? ''}`, people]));
  // What has not begun says nothing about anybody.
  const begun = bounds.filter((bound) => bound * 1000 <= now.epochMilliseconds).length;
  return {
    ...saidRange(range),
    unit,
    cohorts: starts.slice(0, begun).map((start, cohort) => ({
      start,
      people: cells.get(`${cohort} `) ?? 0,
      active: starts.slice(cohort, begun).map((_, later) => cells.get(`${cohort} ${cohort + later}`) ?? 0),
    })),
  };
}

/** Through which deep links people came. */
export async function tellSources(deps: FiguresDependencies, range: Range): Promise<SourcesFigures> {
  const { ask, closedUntil: until } = await openFigures(deps);
  const bounds = [range.from, range.to].map((bound) => bound.epochMilliseconds / 1000);
  return { ...saidRange(range), sources: [...(await ask(countSources({ bounds, until })))] };
}

const nobody: ActiveRow = { step: null, people: 0, fresh: 0, fresh_active: 0 };

function totalsOf({ people, fresh, fresh_active }: ActiveRow = nobody): UsersFigures['total'] {
  return { active: people, new: fresh, returning: people - fresh_active };
}
