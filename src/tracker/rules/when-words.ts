/**
 * The words dates are typed with, Russian and English together: who writes in one borrows from the other.
 * «ё» is written «е», as the reader of tokens does.
 */
export type Unit = 'days' | 'weeks' | 'months' | 'years';

/** Forms of one meaning in one string; the meaning is the string's place, from 1 on. */
function numbered(rows: readonly string[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((forms, index) => forms.split(' ').map((form) => [form, index + 1] as const)));
}

const set = (forms: string): ReadonlySet<string> => new Set(forms.split(' '));

export const MONTHS = numbered([
  'январь января январе янв january jan',
  'февраль февраля феврале фев февр february feb',
  'март марта марте мар march mar',
  'апрель апреля апреле апр april apr',
  'май мая мае may',
  'июнь июня июне июн june jun',
  'июль июля июле июл july jul',
  'август августа августе авг august aug',
  'сентябрь сентября сентябре сен сент september sept sep',
  'октябрь октября октябре окт october oct',
  'ноябрь ноября ноябре ноя нояб november nov',
  'декабрь декабря декабре дек december dec',
]);

/** 1 is Monday. */
export const WEEKDAYS = numbered([
  'понедельник понедельника понедельнику пн пнд monday mon',
  'вторник вторника вторнику вт втр tuesday tues tue',
  'среда среды среду среде ср wednesday wed',
  'четверг четверга четвергу чт чтв thursday thurs thur thu',
  'пятница пятницы пятницу пятнице пт птн friday fri',
  'суббота субботы субботу субботе сб сбт saturday sat',
  'воскресенье воскресенья воскресенью воскресение вс вск sunday sun',
]);

export const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...units('days', 'день дня дней дню сутки суток day days'),
  ...units('weeks', 'неделя недели неделю недель неделе week weeks'),
  ...units('months', 'месяц месяца месяцев месяце мес month months'),
  ...units('years', 'год года году лет year years'),
]);

/** How many days before today. */
export const DAYS_AGO = new Map([
  ['сегодня', 0],
  ['today', 0],
  ['вчера', 1],
  ['yesterday', 1],
  ['позавчера', 2],
]);

export const THIS = set('этот эта эту это этой этом этого текущий текущая текущую текущей this current');
export const LAST = set('прошлый прошлая прошлую прошлой прошлом прошлое прошлого last previous');
/** «The last seven days» run up to today, unlike «last week», which is the calendar's. */
export const PAST = set('последний последняя последнюю последние последних past last');
export const AGO = set('назад ago');
export const ONE = set('a an one один одну одна');
export const SINCE = set('с со от from since');
export const UNTIL = set('по до to until till through');
/** Said without a meaning of their own. */
export const FILLERS = set('the of on in for during в во за на числа число числу');
/** After a year: «2025 г.», «2025 года». */
export const AFTER_YEAR = set('г гг год года году');
/** After a day: «1-е», «1-го», "1st". */
export const AFTER_DAY = set('е ое го ого му ому st nd rd th');

function units(unit: Unit, forms: string): readonly (readonly [string, Unit])[] {
  return forms.split(' ').map((form) => [form, unit] as const);
}
