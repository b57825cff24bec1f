/** Whether what a person answered is what was asked for. */
import type { Language } from '../../texts/language.ts';
import { parseDateRange } from '../../tracker/rules/when.ts';

/** What an answer must be. */
export type AnswerRule =
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly whole: boolean }
  /** ISO days, or `today`. */
  | { readonly kind: 'date'; readonly min?: string; readonly max?: string }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'phone' }
  | { readonly kind: 'email' };

export interface Choice {
  /** What people see and may type, by language or for everybody. */
  readonly label: string | Readonly<Record<string, string>>;
  /** What is kept. */
  readonly value: string;
}

export type AnswerProblem =
  | 'empty'
  | 'too_short'
  | 'too_long'
  | 'not_a_number'
  | 'not_whole'
  | 'too_small'
  | 'too_large'
  | 'not_a_date'
  | 'too_early'
  | 'too_late'
  | 'not_a_choice'
  | 'not_a_phone'
  | 'not_an_email';

export type CheckedAnswer =
  | { readonly ok: true; readonly value: string | number }
  | { readonly ok: false; readonly problem: AnswerProblem };

export interface AnswerContext {
  readonly language: Language;
  /** The person's day. */
  readonly today: Temporal.PlainDate;
  readonly weekStart: number;
}

/** Telegram's own limit on a text. */
const longest = 4_096;

/** @returns what is to be kept: a day as `2026-11-22`, a phone as `+79001234567`. */
export function checkAnswer(rule: AnswerRule, given: string, context: AnswerContext): CheckedAnswer {
  const text = given.slice(0, longest).trim();
  if (text === '') return wrong('empty');
  switch (rule.kind) {
    case 'text': {
      const length = Array.from(text).length;
      if (length < rule.min) return wrong('too_short');
      return length > rule.max ? wrong('too_long') : right(text);
    }
    case 'number':
      return checkNumber(rule, text);
    case 'date':
      return checkDate(rule, text, context);
    case 'choice': {
      const chosen = rule.choices.find(({ label, value }) =>
        [value, ...labelsOf(label)].map(folded).includes(folded(text)),
      );
      return chosen ? right(chosen.value) : wrong('not_a_choice');
    }
    case 'phone':
      return checkPhone(text);
    case 'email':
      return isEmail(text) ? right(text) : wrong('not_an_email');
    default:
      return rule satisfies never;
  }
}

const right = (value: string | number): CheckedAnswer => ({ ok: true, value });
const wrong = (problem: AnswerProblem): CheckedAnswer => ({ ok: false, problem });
const labelsOf = (label: Choice['label']) => (typeof label === 'string' ? [label] : Object.values(label));
const folded = (text: string) => text.normalize('NFC').toLowerCase().trim();

/** «1 200,5» and "1,200.5" as people write them; a lone comma is a decimal one, as in Russian. */
function checkNumber({ min, max, whole }: Extract<AnswerRule, { kind: 'number' }>, text: string): CheckedAnswer {
  const plain = text.replaceAll(/\s/g, '').replace('−', '-');
  const written = plain.includes('.') ? plain.replaceAll(',', '') : plain.replace(',', '.');
  if (!/^[+-]?\d{1,15}(\.\d{1,10})?$/.test(written)) return wrong('not_a_number');
  const number = Number(written);
  if (whole && !Number.isInteger(number)) return wrong('not_whole');
  if (min !== undefined && number < min) return wrong('too_small');
  return max !== undefined && number > max ? wrong('too_large') : right(number);
}

/** Days to come, of which the words for time that was tracked know nothing. */
const daysAhead: ReadonlyMap<string, number> = new Map([
  ['завтра', 1],
  ['послезавтра', 2],
  ['tomorrow', 1],
]);

function oneDay(today: Temporal.PlainDate, ahead: number): { from: Temporal.PlainDate; to: Temporal.PlainDate } {
  const day = today.add({ days: ahead });
  return { from: day, to: day };
}

function checkDate(
  { min, max }: Extract<AnswerRule, { kind: 'date' }>,
  text: string,
  { language, today, weekStart }: AnswerContext,
): CheckedAnswer {
  const ahead = daysAhead.get(folded(text));
  const range = ahead === undefined ? parseDateRange(text, { today, language, weekStart }) : oneDay(today, ahead);
  if (!range || !range.from.equals(range.to)) return wrong('not_a_date');
  const [first, last] = [bound(min, today), bound(max, today)];
  const isEarly = (day: Temporal.PlainDate) => first !== null && Temporal.PlainDate.compare(day, first) < 0;
  const day = meantDay(range.from, text, today, { isBound: first !== null || last !== null, isEarly });
  if (isEarly(day)) return wrong('too_early');
  return last !== null && Temporal.PlainDate.compare(day, last) > 0
    ? wrong(isEarly(range.from) ? 'too_early' : 'too_late')
    : right(day.toString());
}

function bound(day: string | undefined, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (day === undefined) return null;
  return day === 'today' ? today : Temporal.PlainDate.from(day);
}

/**
 * E.164: a plus and 7–15 digits. Russian numbers are also written with an 8 in front, and without anything.
 * Source: ITU-T E.164, 6.2.1.
 */
function checkPhone(text: string): CheckedAnswer {
  if (!/^\+?[\d\s().-]{5,40}$/.test(text)) return wrong('not_a_phone');
  const digits = text.replaceAll(/\D/g, '');
  const number = text.startsWith('+') ? digits : digits.replace(/^8(?=[3-9]\d{9}$)/, '7').replace(/^(?=9\d{9}$)/, '7');
  return /^[1-9]\d{6,14}$/.test(number) ? right(`+${number}`) : wrong('not_a_phone');
}

/** One «@», a domain with a dot, no spaces; what can be told without writing to it. Source: RFC 5321, 4.5.3.1. */
function isEmail(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  if (more.length > 0 || text.length > 254 || local.length > 64) return false;
  const isLocal = /^[^\s"(),:;<>[\]\\]+$/.test(local) && !/^\.|\.$|\.\./.test(local);
  const labels = domain.split('.');
  return (
    isLocal &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  );
}

/**
 * A day of a month without its year is read as the last one that has been. Where that is too early the next one is
 * meant, and where no bound says anything the nearer of the two: in November «1 декабря» is next week.
 */
function meantDay(
  day: Temporal.PlainDate,
  text: string,
  today: Temporal.PlainDate,
  { isBound, isEarly }: { readonly isBound: boolean; readonly isEarly: (day: Temporal.PlainDate) => boolean },
): Temporal.PlainDate {
  // «Вчера» is that day and no other.
  if (!/\d/.test(text) || /\d{4}/.test(text)) return day;
  const next = day.add({ years: 1 });
  const isNearer = today.until(next).days < day.until(today).days;
  return isEarly(day) || (!isBound && isNearer) ? next : day;
}
