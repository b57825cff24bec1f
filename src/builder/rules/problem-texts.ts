/** Everything a check may say about a configuration, for people, in both languages. `{name}` is filled in. */

export interface Localized {
  readonly ru: string;
  readonly en: string;
}

interface ProblemText {
  readonly severity: 'error' | 'warning';
  readonly message: Localized;
  /** What to do about it. */
  readonly proposal?: Localized;
}

const error = (ru: string, en: string, proposal?: Localized): ProblemText => text('error', ru, en, proposal);
const warning = (ru: string, en: string, proposal?: Localized): ProblemText => text('warning', ru, en, proposal);
const to = (ru: string, en: string): Localized => ({ ru, en });

function text(severity: 'error' | 'warning', ru: string, en: string, proposal?: Localized): ProblemText {
  return { severity, message: { ru, en }, ...(proposal === undefined ? {} : { proposal }) };
}

export const PROBLEM_TEXTS = {
  yaml: error('Файл не читается: {detail}', 'The file cannot be read: {detail}'),
  too_large: error('Файл слишком велик', 'The file is too large'),
  shape: error('{ru}', '{en}'),
  unknown_key: error(
    'Ключа «{key}» здесь нет',
    'There is no key “{key}” here',
    to('Проверьте, как он пишется', 'Check its spelling'),
  ),

  pattern_command: error(
    '«{pattern}» — не команда',
    '“{pattern}” is no command',
    to(
      'Команда — /имя из букв, цифр и «_», до 32 знаков. Чтобы отвечать на текст с «/», напишите «\\/»',
      'A command is /name of letters, digits and “_”, up to 32. To answer a text that begins with “/” write “\\/”',
    ),
  ),
  pattern_payload: error(
    'Ссылка /start= не переносит «{pattern}»',
    'A /start= link cannot carry “{pattern}”',
    to('До 64 знаков: латинские буквы, цифры, «_», «-»', 'Up to 64 of A–Z, a–z, 0–9, “_”, “-”'),
  ),
  pattern_empty: error('В шаблоне «{pattern}» нет слов', 'The pattern “{pattern}” has no words'),
  pattern_leading_star: error(
    'Шаблон «{pattern}» начинается, но не кончается звёздочкой',
    'The pattern “{pattern}” begins with a star and does not end with one',
    to('«*слова*» — где угодно; сама звёздочка пишется «\\*»', '“*words*” is anywhere; a star itself is written “\\*”'),
  ),
  pattern_regex: error(
    'Регулярное выражение не годится: {detail}',
    'The regular expression will not do: {detail}',
    to('Синтаксис RE2: без ссылок назад и просмотра вперёд', 'RE2 syntax: no back-references, no look-around'),
  ),
  regexes_too_large: error(
    'Регулярные выражения вместе слишком велики',
    'The regular expressions together are too large',
    to(
      'Замените часть из них словами: «слова», «слова*», «*слова*»',
      'Make some of them words: “words”, “words*”, “*words*”',
    ),
  ),
  duplicate_pattern: error(
    'На «{pattern}» уже отвечает другой обработчик ({first})',
    '“{pattern}” is answered by another handler already ({first})',
    to('Оставьте один из них', 'Keep one of them'),
  ),
  duplicate_callback: error(
    '«{data}» уже есть ({first})',
    '“{data}” is there already ({first})',
    to('Дайте другое имя', 'Give it another name'),
  ),
  shadowed_pattern: warning(
    'До «{pattern}» не дойдёт: раньше ответит «{winner}»',
    '“{pattern}” is never reached: “{winner}” answers first',
    to('Уточните один из шаблонов или переставьте их', 'Make one of the patterns narrower, or reorder them'),
  ),
  description_ignored: warning(
    'Описание есть, но «{pattern}» не войдёт в меню команд',
    'There is a description, but “{pattern}” cannot be in the command menu',
    to('В меню входят команды из строчных латинских букв, цифр и «_»', 'The menu takes commands of a–z, 0–9 and “_”'),
  ),
  description_expression: error('В описании команды не бывает выражений', 'A command’s description has no expressions'),

  action_invalid: error('{ru}', '{en}'),
  action_json: error(
    'Список действий не читается как JSON: {detail}',
    'The list of actions is not valid JSON: {detail}',
  ),
  too_many_steps: error('Слишком много шагов: не больше {most}', 'Too many steps: at most {most}'),
  unknown_target: error(
    '«{target}» не найдено',
    '“{target}” is not there',
    to('Назовите callback_data или шаблон обработчика', 'Name a callback_data or a handler’s pattern'),
  ),
  disabled_target: error('«{target}» выключено', '“{target}” is disabled', to('Включите его', 'Enable it')),
  missing_screen: error(
    'Бот сам открывает «{target}», а такого нет',
    'The bot itself opens “{target}”, and it is not there',
    to('Верните его, можно с другим содержанием', 'Put it back; its content may differ'),
  ),
  goto_cycle: error(
    'Переходы идут по кругу: {cycle}',
    'The jumps go round in a circle: {cycle}',
    to('Разорвите круг или спросите в нём человека', 'Break the circle, or ask the person something in it'),
  ),
  unreachable_callback: warning(
    'До «{data}» не ведёт ни кнопка, ни действие',
    'No button and no action leads to “{data}”',
    to('Добавьте кнопку или удалите', 'Add a button, or delete it'),
  ),
  unknown_parent: error('Обработчика «{pattern}» нет', 'There is no handler “{pattern}”'),

  unknown_keyboard: error('Клавиатуры «{id}» нет', 'There is no keyboard “{id}”'),
  unknown_button: error('Кнопки «{id}» нет', 'There is no button “{id}”'),
  button_without_effect: error(
    'Кнопка ничего не делает',
    'The button does nothing',
    to('Добавьте data, url или web_app', 'Add data, url or web_app'),
  ),
  button_wrong_kind: error(
    '«{effect}» не бывает на такой клавиатуре (kind: {kind})',
    '“{effect}” cannot be on such a keyboard (kind: {kind})',
  ),
  each_not_alone: error(
    'Кнопки из списка «{list}» занимают ряды целиком',
    'The buttons of the list “{list}” take rows of their own',
    to('Дайте им отдельный ряд', 'Give them a row of their own'),
  ),
  dead_button: error(
    'Кнопка ведёт в никуда: «{data}»',
    'The button leads nowhere: “{data}”',
    to('Добавьте callback с таким callback_data', 'Add a callback with this callback_data'),
  ),
  dead_label: error(
    'На «{label}» никто не отвечает',
    'Nothing answers “{label}”',
    to('Добавьте обработчик с таким текстом или data кнопке', 'Add a handler for this text, or data to the button'),
  ),
  label_expression: error(
    'С выражением в подписи или в data кнопка под полем ввода не несёт data: от неё придёт только текст',
    'With an expression in its label or data a reply button cannot carry data: only its text will come',
    to('Уберите выражение или сделайте клавиатуру inline', 'Take the expression away, or make the keyboard inline'),
  ),
  label_ambiguous: error(
    'Кнопка «{label}» уже значит «{other}»',
    'The button “{label}” means “{other}” already',
    to('Дайте другую подпись', 'Give it another label'),
  ),
  label_taken: warning(
    'На «{label}» отвечает обработчик «{pattern}», data кнопки не сработает',
    '“{label}” is answered by the handler “{pattern}”; the button’s data has no effect',
  ),
  data_too_long: error(
    'data занимает {bytes} байт, можно {most}',
    'The data takes {bytes} bytes, {most} are allowed',
    to('Сократите; кириллица занимает по два байта', 'Shorten it; Cyrillic takes two bytes a letter'),
  ),
  data_empty: error('data пуста', 'The data is empty'),
  bad_url: error('Это не адрес: «{url}»', 'This is no address: “{url}”', to('Нужен {schemes}', 'It takes {schemes}')),

  template_broken: error(
    'Выражение не читается, строка {line}, знак {column}: {detail}',
    'An expression cannot be read, line {line}, column {column}: {detail}',
  ),
  text_empty: error('Текст пуст', 'The text is empty'),
  text_too_long: error(
    'В тексте {length} знаков, можно {most}',
    'The text has {length} characters, {most} are allowed',
  ),
  caption_too_long: error(
    'В подписи к фото {length} знаков, можно {most}',
    'The caption has {length} characters, {most} are allowed',
    to('Сократите или уберите фото', 'Shorten it, or take the photo away'),
  ),
  html_unknown_tag: error('Telegram не знает тега <{tag}>: {excerpt}', 'Telegram knows no tag <{tag}>: {excerpt}'),
  html_unclosed_tag: error('Тег <{tag}> не закрыт: {excerpt}', 'The tag <{tag}> is not closed: {excerpt}'),
  html_unexpected_end: error('Лишний </{tag}>: {excerpt}', 'An unexpected </{tag}>: {excerpt}'),
  html_bad_tag: error('Тег не читается: {excerpt}', 'A tag cannot be read: {excerpt}'),
  html_bad_attribute: error('У <{tag}> не те атрибуты: {excerpt}', '<{tag}> has the wrong attributes: {excerpt}'),
  html_bad_nesting: error('<{tag}> внутри <{tag}>: {excerpt}', '<{tag}> inside <{tag}>: {excerpt}'),
  html_unescaped_sign: error(
    'Знак «<» сам по себе: {excerpt}',
    'A “<” by itself: {excerpt}',
    to('Напишите &lt;', 'Write &lt;'),
  ),
  translation_missing: warning('Нет перевода: {language}', 'A translation is missing: {language}'),
} as const satisfies Record<string, ProblemText>;

/** What the shapes' own rules say; the keys are the messages given in `schema.ts`. */
export const SHAPE_TEXTS: Readonly<Record<string, Localized>> = {
  name: to(
    'Имя: буквы, цифры, «_», «.», «-»; сначала буква или цифра',
    'A name is letters, digits, “_”, “.”, “-”, a letter or digit first',
  ),
  language: to('Код языка, например «ru»', 'A language code such as “ru”'),
  no_language: to('Нужен текст хотя бы на одном языке', 'It takes a text in one language at least'),
  one_effect: to(
    'Кнопка делает что-то одно: data, url, web_app, request_contact или request_location',
    'A button does one thing: data, url, web_app, request_contact or request_location',
  ),
  too_many_buttons: to('На клавиатуре не больше 100 кнопок', 'A keyboard has at most 100 buttons'),
  too_many_entries: to('Слишком много записей', 'Too many entries'),
  missing: to('Этого не хватает', 'This is missing'),
  unstorable: to('В тексте есть нулевой знак или половина эмодзи', 'There is a NUL or half of an emoji in the text'),
  duplicate_key: to('Ключ повторяется', 'The key is there twice'),
  alias: to(
    'Ссылок «*имя» здесь нет: общие кнопки лежат в buttons',
    'There are no “*name” aliases here: shared buttons go to buttons',
  ),
  too_deep: to('Слишком глубокая вложенность', 'Nested too deeply'),
};
