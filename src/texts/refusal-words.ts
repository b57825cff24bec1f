/** A sentence in the languages of those who make configurations. */
interface Sentence {
  readonly ru: string;
  readonly en: string;
}

type Refusals = Readonly<Record<string, Sentence>>;

/** Why the timer may be left as it was: what the statistics call it, and the screen that says so is the answer. */
const timer = {
  stale: {
    ru: 'Кнопка устарела: с тех пор что-то изменилось. Показывается то, что есть.',
    en: 'The button is out of date: something has changed since. What is true is shown.',
  },
  late: {
    ru: 'Сообщение опоздало: после него уже было другое. Показывается то, что есть.',
    en: 'The message came late: something else was done after it. What is true is shown.',
  },
  already_running: { ru: 'Она уже идёт.', en: 'It is running already.' },
  other_running: { ru: 'Идёт другая: предлагается переключиться.', en: 'Another one is running: a switch is offered.' },
  already_paused: { ru: 'Уже на паузе.', en: 'It is paused already.' },
  not_paused: { ru: 'Не на паузе, а идёт.', en: 'It is not paused but running.' },
  nothing_running: {
    ru: 'Ничего не идёт: показывается, что можно начать.',
    en: 'Nothing is running: what can be started is shown.',
  },
} as const satisfies Refusals;

const activity = {
  activity_gone: { ru: 'Такой активности нет, или она в архиве.', en: 'There is no such activity, or it is archived.' },
  activity_running: { ru: 'Она сейчас идёт.', en: 'It is running now.' },
  name_taken: { ru: 'Так уже называется другая.', en: 'Another one has this name already.' },
  name_empty: { ru: 'Название пустое.', en: 'The name is empty.' },
  name_too_long: { ru: 'Название длиннее 64 знаков.', en: 'The name is longer than 64 characters.' },
  name_not_text: { ru: 'Название не словами.', en: 'The name is not in words.' },
} as const satisfies Refusals;

function pick<Name extends string>(from: Readonly<Record<Name, Sentence>>, ...names: readonly Name[]): Refusals {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

/** Of each action, for who makes a configuration. */
export const refusals = {
  start: { ...pick(timer, 'already_running', 'other_running', 'stale', 'late'), ...pick(activity, 'activity_gone') },
  switch: { ...pick(timer, 'already_running', 'stale', 'late'), ...pick(activity, 'activity_gone') },
  pause: pick(timer, 'already_paused', 'nothing_running', 'stale', 'late'),
  resume: pick(timer, 'not_paused', 'nothing_running', 'stale', 'late'),
  finish: pick(timer, 'nothing_running', 'stale', 'late'),
  reopen: pick(timer, 'stale', 'late'),
  add: pick(activity, 'name_taken', 'name_empty', 'name_too_long', 'name_not_text'),
  rename: pick(activity, 'name_taken', 'name_empty', 'name_too_long', 'name_not_text', 'activity_gone'),
  archive: pick(activity, 'activity_running', 'activity_gone'),
  restore: pick(activity, 'activity_gone'),
} as const;
