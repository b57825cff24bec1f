import { parseTime } from './when-time.ts';
import { parseDateRange, type WhenContext } from './when.ts';

/**
 * The moment a person means by «14:05», «вчера 14:05» or «1 ноября в 9 вечера».
 *
 * @param context.day the day that a time alone is meant on.
 * @returns null for what is none.
 */
export function parseMoment(
  text: string,
  context: WhenContext & { readonly day: Temporal.PlainDate; readonly timeZone: string },
): Temporal.Instant | null {
  const words = text.trim().split(/\s+/);
  // A time may be several words, and so may a day: the longest time at the end is the one that is meant.
  for (let place = 0; place < words.length; place += 1) {
    const time = parseTime(words.slice(place).join(' '));
    if (!time) continue;
    const before = words.slice(0, place).join(' ').replace(/,$/, '');
    const day = before === '' ? context.day : oneDay(before, context);
    return day && day.toZonedDateTime({ timeZone: context.timeZone, plainTime: time }).toInstant();
  }
  return null;
}

function oneDay(text: string, context: WhenContext): Temporal.PlainDate | null {
  const range = parseDateRange(text, context);
  return range && range.from.equals(range.to) ? range.from : null;
}
