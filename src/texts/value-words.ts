/** What templates may name, in words for whoever writes them. A test holds it against what the program gives. */
export interface ValueWords {
  readonly name: string;
  readonly type: 'text' | 'number' | 'seconds' | 'moment' | 'day' | 'days' | 'yes or no' | 'list' | 'any';
  readonly ru: string;
  readonly en: string;
}

const value = (name: string, type: ValueWords['type'], ru: string, en: string): ValueWords => ({ name, type, ru, en });

/** In the order in which they are explained; names of one group begin alike. */
export const valueWords: readonly ValueWords[] = [
  value('user.id', 'number', 'номер человека в базе', 'the person’s number in the database'),
  value('user.first_name', 'text', 'имя, как его пишет Телеграм', 'the first name, as Telegram has it'),
  value('user.username', 'text', 'имя пользователя без @', 'the user name without @'),
  value('user.language', 'text', 'язык: ru или en', 'the language: ru or en'),
  value('settings.language', 'text', 'язык: ru или en', 'the language: ru or en'),
  value('settings.zone', 'text', 'город часового пояса', 'the city of the time zone'),
  value('settings.local_time', 'moment', 'сколько сейчас у человека', 'what time it is for the person'),
  value(
    'settings.week_start',
    'number',
    'первый день недели, 1 — понедельник',
    'the first day of the week, 1 is Monday',
  ),
  value('settings.day_start', 'text', 'когда начинается день: «04:00»', 'when the day begins: “04:00”'),

  value(
    'session',
    'any',
    'идущая сессия; пусто, когда ничего не идёт',
    'the running session; empty where nothing runs',
  ),
  value('session.activity', 'text', 'название активности', 'the name of its activity'),
  value('session.started_at', 'moment', 'когда началась', 'when it began'),
  value('session.active', 'seconds', 'сколько идёт, без пауз', 'how long it has run, pauses left out'),
  value(
    'session.paused_at',
    'moment',
    'с какого времени на паузе; пусто, когда идёт',
    'since when it is paused; empty while it runs',
  ),
  value('finished', 'any', 'сессия, которую только что завершили', 'the session that has just been finished'),
  value('finished.activity', 'text', 'название активности', 'the name of its activity'),
  value('finished.activity_id', 'number', 'номер активности', 'the number of its activity'),
  value('finished.key', 'text', 'чем кнопки называют эту сессию', 'what buttons call this session'),
  value('finished.started_at', 'moment', 'когда началась', 'when it began'),
  value('finished.finished_at', 'moment', 'когда завершилась', 'when it ended'),
  value('finished.duration', 'seconds', 'сколько вышло, без пауз', 'how long it was, pauses left out'),
  value('finished.paused', 'seconds', 'сколько было пауз', 'how long the pauses were'),
  value('today.total', 'seconds', 'всего сегодня, вместе с идущей', 'today in total, with the running one in it'),
  value('is_running', 'yes or no', 'идёт ли что-нибудь', 'whether anything is running'),
  value(
    'wanted.id',
    'number',
    'номер активности, которую хотели начать',
    'the number of the activity that was to be started',
  ),
  value('wanted.name', 'text', 'её название', 'its name'),

  value(
    'stats.rows',
    'list',
    'по активностям: name, total, share, sessions',
    'by activity: name, total, share, sessions',
  ),
  value('stats.total', 'seconds', 'всего за период', 'the period’s total'),
  value('stats.sessions', 'number', 'сколько сессий', 'how many sessions'),
  value('stats.average', 'seconds', 'средняя сессия', 'the average session'),
  value('stats.longest', 'seconds', 'самая длинная', 'the longest one'),
  value('stats.previous_total', 'seconds', 'всего за период до этого', 'the total of the period before'),
  value(
    'stats.change',
    'number',
    'изменение в процентах; пусто, когда сравнить не с чем',
    'the change in percent; empty where there is nothing to compare',
  ),
  value('stats.streak', 'number', 'дней подряд; пусто для одного дня', 'days in a row; empty for a single day'),
  value(
    'period.name',
    'text',
    'today, yesterday, this_week, …, all или custom',
    'today, yesterday, this_week, …, all or custom',
  ),
  value('period.range', 'days', 'дни периода', 'the period’s days'),
  value('period.key', 'text', 'период в словах кнопки', 'the period in the words of a button'),
  value(
    'filter.id',
    'number',
    'номер активности, по которой смотрят; пусто — по всем',
    'the number of the activity looked at; empty for all',
  ),
  value('filter.name', 'text', 'её название', 'its name'),
  value('filter.suffix', 'text', 'слова для кнопки, которые её сохраняют', 'the words that keep it, for buttons'),
  value('from', 'day', 'первый день, когда спрашивают последний', 'the first day, while the last one is asked for'),

  value('subject.id', 'number', 'номер активности, о которой кнопка', 'the number of the activity a button is about'),
  value('subject.name', 'text', 'её название', 'its name'),
  value('subject.is_archived', 'yes or no', 'в архиве ли она', 'whether it is archived'),
  value('added.id', 'number', 'номер добавленной активности', 'the number of the activity that was added'),
  value('added.name', 'text', 'её название', 'its name'),
  value(
    'taken.id',
    'number',
    'номер активности, которая уже так называется',
    'the number of the activity that has this name already',
  ),
  value('taken.name', 'text', 'её название', 'its name'),
  value('renamed.before', 'text', 'прежнее название', 'the name before'),
  value('renamed.name', 'text', 'новое название', 'the new name'),
  value(
    'name.refused',
    'text',
    'чем плохо название: empty, too_long, not_text',
    'what is wrong with a name: empty, too_long, not_text',
  ),

  value('edited', 'any', 'сессия, которую исправляют', 'the session that is corrected'),
  value('edited.key', 'text', 'чем кнопки её называют', 'what buttons call it'),
  value('edited.activity', 'text', 'название активности', 'the name of its activity'),
  value('edited.started_at', 'moment', 'когда началась', 'when it began'),
  value('edited.finished_at', 'moment', 'когда завершилась', 'when it ended'),
  value('edited.duration', 'seconds', 'сколько вышло, без пауз', 'how long it was, pauses left out'),
  value('overlapped', 'any', 'сессия, которая уже занимает это время', 'the session that has this time already'),
  value('overlapped.activity', 'text', 'название её активности', 'the name of its activity'),
  value('overlapped.started_at', 'moment', 'когда она началась', 'when it began'),
  value('overlapped.finished_at', 'moment', 'когда она завершилась', 'when it ended'),
  value(
    'session_refused',
    'text',
    'чем плохо время: backwards, future, too_long, too_old, too_far, running',
    'what is wrong with a time: backwards, future, too_long, too_old, too_far, running',
  ),

  value('words', 'text', 'слова кнопки или команды после имени', 'what a button or a command says behind its name'),
  value('input', 'text', 'ответ на вопрос', 'the answer to a question'),
  value('about', 'text', 'слова кнопки, которая задала вопрос', 'the words of the button that asked'),
  value(
    'question.problem',
    'text',
    'что не так с ответом, см. «Вопросы»',
    'what is wrong with an answer, see “Questions”',
  ),
  value('question.kind', 'text', 'какого ответа ждали', 'the kind of answer expected'),
  value('question.min', 'any', 'наименьший годный ответ', 'the least answer that will do'),
  value('question.max', 'any', 'наибольший годный ответ', 'the greatest answer that will do'),
  value('question.tries_left', 'number', 'сколько попыток осталось', 'how many attempts are left'),
  value('vars.score', 'any', 'то, что запомнили под именем score', 'what is kept under the name score'),
  value('http.weather.status', 'number', 'код ответа, названного weather', 'the status of the answer called weather'),
  value('http.weather.body', 'any', 'сам ответ: JSON или текст', 'the answer itself: JSON or text'),
  value(
    'error.code',
    'text',
    'код сбоя, по которому его найдут в журнале',
    'the code by which a failure is found in the log',
  ),
  value('error.reason', 'text', 'почему не вышло действие, в on_failure', 'why an action failed, in on_failure'),
  value('file.percent', 'number', 'сколько файла готово, в процентах', 'how much of a file is done, in percent'),
  value('file.link', 'text', 'где забрать большой файл', 'where a large file can be fetched'),
  value('erasure.number', 'text', 'номер удаления, в подтверждении', 'the number of a deletion, in its receipt'),
  value(
    'secret.crm_key',
    'text',
    'секрет SECRET_CRM_KEY; только в действии http',
    'the secret SECRET_CRM_KEY; in the action http only',
  ),
  value(
    'item',
    'any',
    'строка списка, в кнопках each: id, name, label…',
    'an item of a list, in buttons of each: id, name, label…',
  ),
];

/** Lists that `each` makes buttons of. */
export const listWords: readonly Omit<ValueWords, 'type'>[] = [
  {
    name: 'activities',
    ru: 'что можно начать, недавние первыми: item.id, item.name',
    en: 'what can be started, the recent first: item.id, item.name',
  },
  { name: 'other_activities', ru: 'то же без той, что идёт', en: 'the same without the running one' },
  {
    name: 'all_activities',
    ru: 'все, с архивом: item.id, item.name, item.is_archived',
    en: 'all, the archived too: item.id, item.name, item.is_archived',
  },
  { name: 'zones', ru: 'часовые пояса: item.zone, item.label', en: 'time zones: item.zone, item.label' },
  {
    name: 'day_starts',
    ru: 'часы, с которых может начинаться день: item.minutes, item.label',
    en: 'hours at which a day may begin: item.minutes, item.label',
  },
];
