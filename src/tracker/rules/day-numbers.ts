/**
 * Local days as whole numbers, for whoever looks at thousands of moments: a look into a table each, where a
 * `PlainDate` takes some microseconds.
 */
import { dayRange } from './calendar.ts';
import { epochSeconds } from './segments.ts';

const dayZero = Temporal.PlainDate.from('1970-01-01');
const daySeconds = 86_400;

/** Days since 1 January 1970. */
export function dayNumber(day: Temporal.PlainDate): number {
  return dayZero.until(day).days;
}

/** The second in which each day begins, by the day's number, for each zone and start of the day. */
const knownStarts = new Map<string, Map<number, number>>();
const mostKnown = 50_000;
let countKnown = 0;

/**
 * @param dayStart minutes after midnight at which the person's day begins, 0–1439
 * @returns what gives the number of the `localDay` that holds a moment, told in whole seconds since 1970.
 */
export function dayNumbersIn(zone: string, dayStart: number): (second: number) => number {
  const key = `${dayStart} ${zone}`;
  const starts = knownStarts.get(key) ?? new Map<number, number>();
  knownStarts.set(key, starts);

  function startOf(day: number): number {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const { from, to } = dayRange(dayZero.add({ days: day }), zone, dayStart);
    const start = epochSeconds(from);
    starts.set(day, start).set(day + 1, epochSeconds(to));
    countKnown += 2;
    if (countKnown > mostKnown) {
      knownStarts.clear();
      countKnown = 0;
    }
    return start;
  }

  return (second) => {
    // As in Greenwich, which is a day off at most; the beginnings tell.
    let day = Math.floor((second - dayStart * 60) / daySeconds);
    while (startOf(day) > second) day -= 1;
    while (startOf(day + 1) <= second) day += 1;
    return day;
  };
}
