import { saidRange } from './count-activity.ts';
import { openFigures, type FiguresDependencies } from './open-figures.ts';
import type { Range } from './rules/range.ts';
import type { WaysFigures } from './schema.ts';
import { countWays } from './store/ways.ts';

type Screen = WaysFigures['screens'][number];

/**
 * How people went through the bot.
 *
 * @param version of the configuration; null: all of them.
 */
export async function tellWays(deps: FiguresDependencies, range: Range, version: number | null): Promise<WaysFigures> {
  const { ask, closedUntil: until, gatheredUntil, now } = await openFigures(deps);
  const [from, to] = [range.from.epochMilliseconds / 1000, range.to.epochMilliseconds / 1000];
  const rows = await ask(countWays({ from, to, until, gatheredUntil, version, now }));
  const screens = new Map<string, Screen>();
  const screenOf = (handler: string): Screen => {
    const known = screens.get(handler) ?? { handler, times: 0, entries: 0, stops: 0, stopped_people: 0 };
    screens.set(handler, known);
    return known;
  };
  const ways: WaysFigures['ways'] = [];
  for (const { from_handler: before, to_handler: after, times, people } of rows) {
    if (after === '') {
      screenOf(before).stops += times;
      screenOf(before).stopped_people += people;
      continue;
    }
    screenOf(after).times += times;
    if (before === '') screenOf(after).entries += times;
    else ways.push({ from: before, to: after, times, people });
  }
  return { ...saidRange(range), version, ways, screens: [...screens.values()].toSorted((a, b) => b.times - a.times) };
}
