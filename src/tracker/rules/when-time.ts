/** Longer than «12:30:45 вечера»; what is longer is not looked at. */
const LONGEST = 24;
const HALF = new Map([
  ['am', 'night'],
  ['a.m.', 'night'],
  ['утра', 'night'],
  ['ночи', 'night'],
  ['pm', 'day'],
  ['p.m.', 'day'],
  ['дня', 'day'],
  ['вечера', 'day'],
]);
const NAMED = new Map([
  ['полдень', 12],
  ['noon', 12],
  ['полночь', 0],
  ['midnight', 0],
]);
const TIME =
  /^(?:(?:в|at) )?(?<hour>\d{1,2})(?:[:. -](?<minute>\d{2})(?:[:.](?<second>\d{2}))?)?(?: ?(?:ч|час|часа|часов))?(?: ?(?<half>am|pm|a\.m\.|p\.m\.|утра|дня|вечера|ночи))?$/u;

/**
 * The time of day a person means: «14:05», «14.05», «9», «9 вечера», «9pm», «2 часа ночи», «полдень».
 * Without a half of the day it is on the clock of 24 hours. Null for what is none («25:00», «24:00», «14:5»).
 */
export function parseTime(text: string): Temporal.PlainTime | null {
  if (text.length > LONGEST) return null;
  const plain = text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const named = NAMED.get(plain);
  if (named !== undefined) return new Temporal.PlainTime(named);
  const groups = TIME.exec(plain)?.groups;
  if (groups === undefined) return null;
  const hour = hourOf(Number(groups['hour']), HALF.get(groups['half'] ?? ''));
  const minute = Number(groups['minute'] ?? 0);
  const second = Number(groups['second'] ?? 0);
  return hour > 23 || minute > 59 || second > 59 ? null : new Temporal.PlainTime(hour, minute, second);
}

/** Twelve at night is 0, twelve by day is 12; an hour past twelve says its half itself («15 дня»). */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return half === 'day' ? (hour % 12) + 12 : hour % 12;
}
