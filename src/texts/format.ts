import { kept, withOrdinarySpaces } from './intl.ts';
import type { Language } from './language.ts';

export * from './format-dates.ts';

const DURATION_STYLE = { ru: 'short', en: 'narrow' } as const;
const minutesIn = kept((language: Language) => {
  const format = new Intl.DurationFormat(language, { style: DURATION_STYLE[language] });
  return kept((minutes: number) =>
    withOrdinarySpaces(format.format({ hours: Math.floor(minutes / 60), minutes: minutes % 60 })),
  );
});
const secondsIn = kept((language: Language) => {
  const format = new Intl.DurationFormat(language, { style: DURATION_STYLE[language], secondsDisplay: 'always' });
  return kept((seconds: number) => withOrdinarySpaces(format.format({ seconds })));
});
const percentIn = kept((language: Language) => {
  const format = new Intl.NumberFormat(language, { style: 'percent' });
  return kept((value: number) => withOrdinarySpaces(format.format(value / 100)));
});
const changeIn = kept((language: Language) => {
  const format = new Intl.NumberFormat(language, { style: 'percent', signDisplay: 'exceptZero' });
  return kept((value: number) => withOrdinarySpaces(format.format(value / 100)).replace('-', '−'));
});
const pluralFormIn = kept((language: Language) => {
  const rules = new Intl.PluralRules(language);
  return kept((count: number) => rules.select(count));
});

/**
 * «45 с», «32 мин», «2 ч 10 мин», «2 ч», «26 ч 5 мин»; "45s", "2h 10m". Parts of a minute are dropped from a
 * minute on, so that a duration is never shown longer than it was.
 * @param seconds whole seconds; a negative number counts as 0
 */
export function formatDuration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? secondsIn(language)(whole) : minutesIn(language)(Math.floor(whole / 60));
}

/** «61 %», "61%". @param value in percent */
export function formatPercent(value: number, language: Language): string {
  return percentIn(language)(value);
}

/** «+11 %», «−5 %» with a real minus, «0 %». @param value in percent */
export function formatChange(value: number, language: Language): string {
  return changeIn(language)(value);
}

/** The forms of a counted word: «минута», «минуты», «минут», and for parts of one «минуты». */
export interface PluralForms {
  readonly one: string;
  readonly few?: string | undefined;
  readonly many?: string | undefined;
  readonly other: string;
}

/** The form that goes with the number; a form that is not given is `other`. */
export function plural(count: number, language: Language, forms: PluralForms): string {
  switch (pluralFormIn(language)(count)) {
    case 'one':
      return forms.one;
    case 'few':
      return forms.few ?? forms.other;
    case 'many':
      return forms.many ?? forms.other;
    default:
      return forms.other;
  }
}
