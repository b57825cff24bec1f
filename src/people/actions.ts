import { z } from 'zod';
import { action, argument, type Action } from '../builder/actions-catalogue.ts';
import { withForm } from '../builder/argument-form.ts';
import type { ListProviders, ValueProviders } from '../builder/render.ts';
import type { Turn } from '../builder/turn.ts';
import { peopleDesk } from './store.ts';
import { LANGUAGES } from '../texts/language.ts';
import { parseTime } from '../tracker/rules/when-time.ts';
import {
  canonicalZone,
  findZones,
  zoneAt,
  zoneLabel,
  zonesByLocalTime,
  zonesShowing,
  type ZoneChoice,
} from './rules/zones.ts';

const screens = {
  settings: 'settings',
  languageChanged: 'settings.language_changed',
  zoneUnknown: 'settings.zone_unknown',
  zoneChoice: 'settings.zone_choice',
} as const;

/** Seconds within which the same hint is not repeated. */
const hintPause = 600;

/** Settings that a person chooses by a button, or by typing where a question asks for it. */
export const settingsActions: readonly Action[] = [
  action({
    name: 'hint',
    title: { ru: 'Показать экран изредка', en: 'Show a screen now and then' },
    summary: {
      ru: 'Переходит к экрану, но не чаще раза в десять минут.',
      en: 'Goes on with a screen, but no more often than once in ten minutes.',
    },
    example: 'hint help.unknown',
    args: z.strictObject({
      to: argument(withForm(z.string().min(1).max(64), 'target'), {
        ru: ['Куда', 'Экран'],
        en: ['Where to', 'A screen'],
      }),
    }),
    fromWords: (words) => ({ to: words.trim() }),
    targets: ({ to }) => [to],
    run: async (turn, { to }) => {
      const { id, hintedAt } = turn.person;
      turn.outcome = 'unknown';
      if (hintedAt && hintedAt.until(turn.now).total('seconds') < hintPause) return;
      turn.write(() => turn.batch.use(peopleDesk).setHinted(id, turn.now));
      return turn.go(to);
    },
  }),
  action({
    name: 'settings.set_language',
    title: { ru: 'Сменить язык', en: 'Change the language' },
    summary: {
      ru: 'Выбирает язык с кнопки: ru или en.',
      en: 'Chooses the language: ru or en, from the button.',
    },
    example: 'settings.set_language',
    args: z.strictObject({}),
    targets: () => [screens.languageChanged],
    run: async (turn) => {
      const language = LANGUAGES.find((known) => known === turn.args);
      if (!language) return turn.go(screens.settings);
      turn.prefer({ language });
      return turn.go(screens.languageChanged);
    },
  }),
  action({
    name: 'settings.set_zone',
    title: { ru: 'Сменить часовой пояс', en: 'Change the time zone' },
    summary: {
      ru: 'Выбирает часовой пояс, который называет кнопка, например Europe/Moscow.',
      en: 'Chooses the time zone that the button names, such as Europe/Moscow.',
    },
    example: 'settings.set_zone',
    args: z.strictObject({}),
    targets: () => [screens.settings],
    run: async (turn) => {
      const zone = canonicalZone(turn.args);
      if (zone !== null) turn.prefer({ timeZone: zone });
      return turn.go(screens.settings);
    },
  }),
  action({
    name: 'settings.find_zone',
    title: { ru: 'Найти часовой пояс', en: 'Find the time zone' },
    summary: {
      ru: 'Находит часовой пояс по написанному городу или времени или по отправленной геопозиции.',
      en: 'Finds the time zone of the city or the time that was typed, or of the place that was shared.',
    },
    example: 'settings.find_zone',
    args: z.strictObject({}),
    targets: () => [screens.settings, screens.zoneUnknown, screens.zoneChoice],
    run: async (turn) => {
      const [only, ...others] = typedZones(turn);
      if (only && others.length === 0) {
        turn.prefer({ timeZone: only.zone });
        return turn.go(screens.settings);
      }
      if (only) turn.values['zone_choices'] = [only, ...others];
      await turn.go(only ? screens.zoneChoice : screens.zoneUnknown);
      return turn.ask('settings.zone_typed');
    },
  }),
  action({
    name: 'settings.set_week',
    title: { ru: 'Сменить начало недели', en: 'Change the first day of the week' },
    summary: {
      ru: 'Выбирает с кнопки первый день недели: от 1 (понедельник) до 7.',
      en: 'Chooses the first day of the week, 1 (Monday) to 7, from the button.',
    },
    example: 'settings.set_week',
    args: z.strictObject({}),
    targets: () => [screens.settings],
    run: async (turn) => {
      const day = Number(turn.args);
      if (Number.isInteger(day) && day >= 1 && day <= 7) turn.prefer({ weekStart: day });
      return turn.go(screens.settings);
    },
  }),
  action({
    name: 'settings.set_day',
    title: { ru: 'Сменить начало дня', en: 'Change when the day begins' },
    summary: {
      ru: 'Выбирает с кнопки, когда начинается день, в минутах после полуночи.',
      en: 'Chooses when the day begins, in minutes after midnight, from the button.',
    },
    example: 'settings.set_day',
    args: z.strictObject({}),
    targets: () => [screens.settings],
    run: async (turn) => {
      const minutes = Number(turn.args);
      if (turn.args !== '' && Number.isInteger(minutes) && minutes >= 0 && minutes < 1440)
        turn.prefer({ dayStart: minutes });
      return turn.go(screens.settings);
    },
  }),
];

/**
 * - `user`: `id`, `first_name`, `username`, `language`
 * - `settings`: `language`, `zone` (its city), `local_time` (a moment), `week_start` (1–7), `day_start` («04:00»)
 */
export const peopleValues: ValueProviders = {
  user: ({ person }) => ({
    id: person.id,
    first_name: person.firstName,
    username: person.username,
    language: person.language,
  }),
  settings: ({ person, now }) => ({
    language: person.language,
    zone: zoneLabel(person.timeZone, person.language),
    local_time: now,
    week_start: person.weekStart,
    day_start: clock(person.dayStart),
  }),
};

export const peopleLists: ListProviders = {
  /** Time zones by what the clock shows there, or those that fit what was typed: `item.zone`, `item.label`. */
  zones: ({ now, person, values }) => {
    const { zone_choices: fitting } = values;
    return Array.isArray(fitting) ? fitting : zonesByLocalTime(now, person.language);
  },
  /** Hours at which a day may begin: `item.minutes`, `item.label`. */
  day_starts: () => [0, 1, 2, 3, 4, 5, 6, 7].map((hour) => ({ minutes: hour * 60, label: clock(hour * 60) })),
};

/** The zones that an answer to «what time is it for you» may mean; none where it means nothing. */
function typedZones({ trigger, person, input, now }: Turn): readonly Pick<ZoneChoice, 'zone'>[] {
  if (trigger.kind === 'location') return [{ zone: zoneAt(trigger.latitude, trigger.longitude) }];
  const time = parseTime(input ?? '');
  return time ? zonesShowing(time, now, person.language) : findZones(input ?? '', person.language);
}

function clock(minutes: number): string {
  return new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60).toString({ smallestUnit: 'minute' });
}
