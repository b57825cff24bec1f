import type { Language } from '../../texts/language.ts';
import type { DateRange } from './periods.ts';
import { firstFrom, isComplete, lastBy, readPart, type Habits, type Part } from './when-parts.ts';
import { readRelative } from './when-relative.ts';
import { readTokens, type Token } from './when-tokens.ts';
import { SINCE, UNTIL } from './when-words.ts';

export { parseTime } from './when-time.ts';

export interface WhenContext {
  /** The person's local day. */
  readonly today: Temporal.PlainDate;
  /** Decides «11/01»: 1 November in English, 11 January in Russian. Words of both are understood in both. */
  readonly language: Language;
  /** The first day of the week, 1 is Monday; for «last week». */
  readonly weekStart?: number | undefined;
}

const HALF_A_YEAR = 183;

/**
 * The days a person means: «1 ноября», «01.11», «вчера», «понедельник», «3 дня назад», «1–7 ноября»,
 * «с 1 по 7 ноября», «ноябрь», «2025», «прошлая неделя», «с понедельника» (until today), and the same in English.
 * What is said without a year (or month) is the last one that is not in the future; the end of a range is the
 * first after its beginning. Null for what is not understood, and for what does not exist («31 июня»).
 */
export function parseDateRange(text: string, context: WhenContext): DateRange | null {
  const tokens = readTokens(text);
  if (tokens === null || tokens.length === 0) return null;
  const habits = { monthFirst: context.language === 'en' };
  const isSince = SINCE.has(tokens[0]?.text ?? '');
  const rest = isSince ? tokens.slice(1) : tokens;
  const single = readAny(rest, context, habits);
  if (single === null) return readPair(rest, context, habits);
  const range = lastBy(single, context.today);
  if (range === null || !isSince) return range;
  return Temporal.PlainDate.compare(range.from, context.today) <= 0 ? { from: range.from, to: context.today } : null;
}

/** Tries each sign or word that may part a range: dashes are also in dates («2025-11-01 - 2025-11-07»). */
function readPair(tokens: readonly Token[], context: WhenContext, habits: Habits): DateRange | null {
  for (const [index, { text }] of tokens.entries()) {
    if (text !== '-' && !UNTIL.has(text)) continue;
    const first = readAny(tokens.slice(0, index), context, habits);
    const second = readAny(tokens.slice(index + 1), context, habits);
    if (first !== null && second !== null) return pairUp(first, second, context.today);
  }
  return null;
}

function pairUp(first: Part, second: Part, today: Temporal.PlainDate): DateRange | null {
  const [begin, end] = shareMonth(first, second);
  if ((isBareDay(begin) && !isSomeDay(end)) || (isBareDay(end) && !isSomeDay(begin))) return null;
  if (isComplete(end)) {
    const to = lastBy(end, today);
    return to === null ? null : span(lastBy(begin, to.to), to);
  }
  const from = lastBy(begin, today);
  if (from === null) return null;
  const to = firstFrom(end, from.from);
  const isFarAhead = to !== null && today.until(to.to).days > HALF_A_YEAR;
  // «7 ноября – 1 октября» is a range back to front rather than one of eleven months, most of them to come.
  return span(from, isFarAhead ? lastBy(end, from.from) : to);
}

/** «1–7 ноября», "nov 1–7": the month is said once, for both. */
function shareMonth(first: Part, second: Part): readonly [Part, Part] {
  if (first.kind !== 'day' || second.kind !== 'day') return [first, second];
  if (first.month === null && second.month !== null) {
    return [{ ...first, month: second.month, year: first.year ?? second.year }, second];
  }
  return second.month === null ? [first, { ...second, month: first.month }] : [first, second];
}

const isBareDay = (part: Part): boolean => part.kind === 'day' && part.month === null;
/** What a day without a month can be paired with: «5 – вчера», but not «5 – 2025». */
const isSomeDay = (part: Part): boolean =>
  isBareDay(part) || (part.kind === 'fixed' && part.range.from.equals(part.range.to));

function span(first: DateRange | null, second: DateRange | null): DateRange | null {
  if (first === null || second === null) return null;
  const isInOrder = Temporal.PlainDate.compare(first.from, second.from) <= 0;
  return isInOrder ? { from: first.from, to: second.to } : { from: second.from, to: first.to };
}

function readAny(tokens: readonly Token[], context: WhenContext, habits: Habits): Part | null {
  const range = readRelative(
    tokens.map(({ text }) => text),
    context.today,
    context.weekStart ?? 1,
  );
  return range === null ? readPart(tokens, habits) : { kind: 'fixed', range };
}
