import { openFigures, type FiguresDependencies } from './open-figures.ts';
import type { NowFigures } from './schema.ts';
import { countTimers, readRecent } from './store/now.ts';

/** What happens at this moment. */
export async function lookNow(deps: FiguresDependencies): Promise<NowFigures> {
  const { ask, now } = await openFigures(deps);
  const [[recent], [timers]] = await Promise.all([ask(readRecent(now)), ask(countTimers)]);
  const minutes = Array.from({ length: 30 }, () => 0);
  for (const [place, age] of (recent?.ages ?? []).entries())
    if (age < minutes.length) minutes[minutes.length - 1 - age] = recent?.times[place] ?? 0;
  const lastFive = minutes.slice(-5).reduce((sum, times) => sum + times, 0);
  return {
    at: now.toString({ smallestUnit: 'second' }),
    people: recent?.people ?? 0,
    updates_per_minute: lastFive / 5,
    running: timers?.running ?? 0,
    paused: timers?.paused ?? 0,
    minutes,
  };
}
