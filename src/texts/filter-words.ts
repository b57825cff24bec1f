/** What filters do, with an example that a test holds against what they really do. */
export interface FilterWords {
  readonly name: string;
  readonly ru: string;
  readonly en: string;
  readonly example: string;
  /** What the example comes to, in Russian, in Moscow, on 22 November 2026 at 14:05. */
  readonly gives: string;
}

/** Our own first, then those of Liquid that are of most use. */
export const filterWords: readonly FilterWords[] = [
  {
    name: 'duration',
    ru: 'секунды словами',
    en: 'seconds in words',
    example: '{{ 7800 | duration }}',
    gives: '2 ч 10 мин',
  },
  {
    name: 'time',
    ru: 'время момента',
    en: 'the time of a moment',
    example: '{{ "2026-11-22T11:05:00Z" | time }}',
    gives: '14:05',
  },
  {
    name: 'moment',
    ru: 'время, а если не сегодня, то с днём',
    en: 'the time, with the day where it is not today',
    example: '{{ "2026-11-21T11:05:00Z" | moment }}',
    gives: '21 ноября, 14:05',
  },
  { name: 'date', ru: 'день или дни', en: 'a day, or days', example: '{{ "2026-11-22" | date }}', gives: '22 ноября' },
  {
    name: 'date_format',
    ru: 'день и время по образцу: yyyy yy MMMM MM M dd d EEEE EE HH mm',
    en: 'a day and time by a pattern: yyyy yy MMMM MM M dd d EEEE EE HH mm',
    example: '{{ "2026-11-22T11:05:00Z" | date_format: "EEEE, d MMMM yyyy, HH:mm" }}',
    gives: 'воскресенье, 22 ноября 2026, 14:05',
  },
  {
    name: 'plural',
    ru: 'число со словом: одна, две, пять',
    en: 'a number with its word: one, two, five',
    example: '{{ 5 | plural: "сессия", "сессии", "сессий" }}',
    gives: '5 сессий',
  },
  { name: 'percent', ru: 'проценты', en: 'percent', example: '{{ 61 | percent }}', gives: '61 %' },
  {
    name: 'change',
    ru: 'изменение в процентах, со знаком',
    en: 'a change in percent, with its sign',
    example: '{{ 11 | change }}',
    gives: '+11 %',
  },
  {
    name: 'accusative',
    ru: 'название в винительном падеже',
    en: 'a name as the object of a Russian verb',
    example: '{{ "Работа" | accusative }}',
    gives: 'Работу',
  },
  {
    name: 'default',
    ru: 'запасное значение вместо пустого',
    en: 'a fallback for what is empty',
    example: '{{ vars.nickname | default: "друг" }}',
    gives: 'друг',
  },
  {
    name: 'fallback',
    ru: 'то же, но 0 и «нет» остаются как есть',
    en: 'the same, but 0 and “no” stay what they are',
    example: '{{ 0 | fallback: "нет" }}',
    gives: '0',
  },
  { name: 'upcase', ru: 'большими буквами', en: 'in capitals', example: '{{ "да" | upcase }}', gives: 'ДА' },
  { name: 'downcase', ru: 'маленькими буквами', en: 'in small letters', example: '{{ "ДА" | downcase }}', gives: 'да' },
  { name: 'capitalize', ru: 'с большой буквы', en: 'with a capital', example: '{{ "да" | capitalize }}', gives: 'Да' },
  {
    name: 'truncate',
    ru: 'не длиннее стольких знаков',
    en: 'no longer than so many characters',
    example: '{{ "Очень длинно" | truncate: 6, "…" }}',
    gives: 'Очень…',
  },
  {
    name: 'round',
    ru: 'округлить до стольких знаков',
    en: 'rounded to so many places',
    example: '{{ 2.345 | round: 1 }}',
    gives: '2.3',
  },
  {
    name: 'plus',
    ru: 'прибавить; также minus, times, divided_by, modulo',
    en: 'add; also minus, times, divided_by, modulo',
    example: '{{ 2 | plus: 3 }}',
    gives: '5',
  },
  { name: 'replace', ru: 'заменить', en: 'replace', example: '{{ "а-б" | replace: "-", "+" }}', gives: 'а+б' },
  {
    name: 'join',
    ru: 'список через запятую',
    en: 'a list with commas',
    example: '{{ "а б" | split: " " | join: ", " }}',
    gives: 'а, б',
  },
  {
    name: 'size',
    ru: 'длина текста или списка',
    en: 'the length of a text or list',
    example: '{{ "слово" | size }}',
    gives: '5',
  },
];
