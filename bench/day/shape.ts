/** How a day's updates lie over its hours, by O2 of the specification. */

/** Updates of each person in a day. */
const updatesPerPerson = 13;

/** Updates a second at the day's peak, of 10,000 people. */
const peakRate = 22;
const peakSeconds = 60;
/** The hour with the peak in its first minute. */
const peakHour = 8;

/** How busy each hour is, from midnight on, beside the others. */
const hours = [2, 1, 1, 1, 1, 3, 8, 15, 22, 20, 15, 14, 16, 15, 14, 13, 13, 15, 18, 20, 19, 15, 9, 4] as const;

export interface Stretch {
  /** Updates a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** The day of so many people, so many times as fast as it is lived. */
export function shapeOfDay(people: number, speed: number): Stretch[] {
  const peak = peakRate * (people / 10_000);
  const rest = people * updatesPerPerson - peak * peakSeconds;
  const perWeight = rest / hours.reduce((sum, weight) => sum + weight, 0);
  return hours.flatMap((weight, hour) => {
    const seconds = hour === peakHour ? 3_600 - peakSeconds : 3_600;
    const usual = { rate: ((weight * perWeight) / seconds) * speed, seconds: seconds / speed };
    return hour === peakHour ? [{ rate: peak * speed, seconds: peakSeconds / speed }, usual] : [usual];
  });
}
