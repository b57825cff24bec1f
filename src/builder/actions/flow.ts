import { z } from 'zod';
import { ActionFailure } from '../action-failure.ts';
import { action, argument, type Action } from '../actions-catalogue.ts';
import { withForm } from '../argument-form.ts';
import { continuationsDesk } from '../continuations.ts';
import { conditionArgument } from '../expressions.ts';
import type { Turn } from '../turn.ts';

/** Callback data with its words, or a handler's pattern. */
export const target = withForm(z.string().min(1).max(64), 'target');

/** Where a step leads, as a form asks for it. */
const targetArgument = argument(target, {
  ru: ['Куда', 'Экран, можно со словами для него («stats today»), или команда («/menu»)'],
  en: ['Where to', 'A screen, perhaps with words for it (“stats today”), or a command (“/menu”)'],
});

/** Turns of one person that may wait at the same time. */
const mostOpen = 20;
const day = 86_400;

export const pauseFailures = {
  too_many_pauses: {
    ru: 'Сценарий ждал уже 100 раз подряд: похоже на бесконечный круг.',
    en: 'The script has waited 100 times in a row: it looks like a circle without an end.',
  },
  too_many_open: {
    ru: 'У человека уже 20 сценариев ждут своего времени или ответа сервера.',
    en: 'The person has 20 scripts waiting already, for their time or for a server.',
  },
} as const;

/** @throws {ActionFailure} `too_many_open` */
export async function checkOpen(turn: Turn): Promise<void> {
  // The one that goes on is still counted.
  const own = turn.trigger.kind === 'continuation' ? 1 : 0;
  const open = await turn.batch.use(continuationsDesk).openOf(turn.person.id);
  if (open - own >= mostOpen) throw new ActionFailure('too_many_open');
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: day, с: 1, м: 60, ч: 3_600, д: day };

/** «90», «10m», «2h», «7d» as seconds; what is none of these stays as it is, to be refused as no number. */
function seconds(words: string): number | string {
  const [, count = '', unit = ''] = /^(\d{1,7})\s*([smhdсмчд]?)$/.exec(words.trim()) ?? [];
  return count === '' ? words : Number(count) * (units[unit] ?? 1);
}

/** Where a turn goes on, and when. */
export const flowActions: readonly Action[] = [
  action({
    name: 'goto',
    title: { ru: 'Перейти к экрану', en: 'Go to a screen' },
    summary: {
      ru: 'Делает то, что делает другой экран или команда.',
      en: 'Does what another screen or command does.',
    },
    example: 'goto stats today',
    args: z.strictObject({
      to: targetArgument,
      args: argument(z.string().max(64).default(''), {
        ru: ['Слова', 'Без них — те же, что у этой кнопки'],
        en: ['Words', 'Without them the same that this button has'],
      }),
    }),
    fromWords: (words) => {
      const [to = '', ...rest] = words.trim().split(/\s+/);
      return { to, args: rest.join(' ') };
    },
    jump: ({ to }) => to,
    run: (turn, { to, args }) => turn.go(to, args === '' ? turn.args : args),
  }),
  action({
    name: 'settings',
    title: { ru: 'Открыть настройки', en: 'Open the settings' },
    summary: { ru: 'Открывает настройки: экран settings.', en: 'Opens the settings: the screen settings.' },
    example: 'settings',
    args: z.strictObject({}),
    jump: () => 'settings',
    run: (turn) => turn.go('settings'),
  }),
  action({
    name: 'branch',
    title: { ru: 'Выбрать по условию', en: 'Choose by a condition' },
    summary: {
      ru: 'Идёт к экрану первого условия, которое верно, иначе — к запасному.',
      en: 'Goes to the screen of the first condition that holds, else to the one for all other cases.',
    },
    example: 'branch vars.score > 5 ? good : bad',
    args: z.strictObject({
      cases: argument(
        z
          .array(
            z.strictObject({
              when: argument(conditionArgument, {
                ru: ['Условие', 'Как в {% if … %}, без скобок: vars.score > 5 and user.language == "ru"'],
                en: ['Condition', 'As in {% if … %}, without braces: vars.score > 5 and user.language == "ru"'],
              }),
              to: targetArgument,
            }),
          )
          .min(1)
          .max(20),
        { ru: ['Условия'], en: ['Conditions'] },
      ),
      else: argument(target.optional(), {
        ru: ['Иначе', 'Без него сценарий идёт дальше'],
        en: ['Else', 'Without it the script goes on'],
      }),
    }),
    fromWords: (words) => {
      const [, when = words, to = '', otherwise] = /^(.+)\?\s*([^\s?:]+)(?:\s+:\s*(\S+))?\s*$/s.exec(words) ?? [];
      return { cases: [{ when, to }], ...(otherwise === undefined ? {} : { else: otherwise }) };
    },
    targets: ({ cases, else: otherwise }) => [
      ...cases.map(({ to }) => to),
      ...(otherwise === undefined ? [] : [otherwise]),
    ],
    templates: ({ cases }) => cases.map(({ when }) => when),
    run: async (turn, { cases, else: otherwise }, entry) => {
      for (const { when, to } of cases) if ((await entry.text(turn, when)) !== '') return turn.go(to, turn.args);
      if (otherwise !== undefined) await turn.go(otherwise, turn.args);
    },
  }),
  action({
    name: 'wait',
    title: { ru: 'Подождать', en: 'Wait' },
    summary: {
      ru: 'Ждёт и идёт дальше: от секунды до семи дней. Человек тем временем может делать что угодно.',
      en: 'Waits and goes on: from a second to seven days. Meanwhile the person can do anything.',
    },
    example: 'wait 10m',
    failures: pauseFailures,
    args: z.strictObject({
      seconds: argument(
        withForm(
          z
            .int()
            .min(1)
            .max(7 * day),
          'seconds',
        ),
        { ru: ['Секунды', 'Словами также 10m, 2h, 7d'], en: ['Seconds', 'In words also 10m, 2h, 7d'] },
      ),
    }),
    fromWords: (words) => ({ seconds: seconds(words) }),
    run: async (turn, args) => {
      await checkOpen(turn);
      turn.course.wait({ kind: 'wait', seconds: args.seconds });
    },
  }),
];
