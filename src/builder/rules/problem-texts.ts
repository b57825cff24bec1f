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

export const DID_YOU_MEAN: Localized = to('Может быть, «{nearest}»?', 'Did you mean “{nearest}”?');

export const PROBLEM_TEXTS = {
  yaml: error(
    'Файл не читается: {detail}',
    'The file cannot be read: {detail}',
    to('Проверьте отступы, кавычки и скобки', 'Check the indentation, the quotes and the brackets'),
  ),
  too_large: error(
    'Файл слишком велик',
    'The file is too large',
    to('Можно до 16 миллионов знаков', 'Up to 16 million characters are allowed'),
  ),
  too_many_problems: error(
    'И ещё замечаний: {more}',
    'And {more} more problems',
    to('Исправьте эти, и покажутся остальные', 'Put these right, and the others will show'),
  ),
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
  pattern_empty: error(
    'В шаблоне «{pattern}» нет слов',
    'The pattern “{pattern}” has no words',
    to('«*» отвечает на всё остальное', '“*” answers anything else'),
  ),
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
  partly_shadowed: warning(
    'Тексты, что начинаются с «{words}», до «{pattern}» не дойдут: раньше ответит «{winner}»',
    'Texts that begin with “{words}” never reach “{pattern}”: “{winner}” answers first',
    to('Если так не задумано, уточните один из шаблонов', 'If that is not meant, make one of the patterns narrower'),
  ),
  no_start: warning(
    'На /start никто не отвечает, а с него начинает каждый',
    'Nothing answers /start, with which everybody begins',
    to('Добавьте обработчик /start', 'Add a handler for /start'),
  ),
  no_fallback: warning(
    'На незнакомые слова никто не отвечает',
    'Nothing answers words that no pattern knows',
    to('Добавьте обработчик «*»', 'Add a handler for “*”'),
  ),
  too_many_commands: error(
    'В меню команд {count} команд, Telegram берёт {most}',
    'The command menu has {count} commands, Telegram takes {most}',
    to('Уберите описание у тех, что в меню не нужны', 'Take the description away where the menu does not need it'),
  ),
  description_ignored: warning(
    'Описание есть, но «{pattern}» не войдёт в меню команд',
    'There is a description, but “{pattern}” cannot be in the command menu',
    to('В меню входят команды из строчных латинских букв, цифр и «_»', 'The menu takes commands of a–z, 0–9 and “_”'),
  ),
  description_expression: error(
    'Здесь не бывает выражений',
    'There are no expressions here',
    to('Уберите фигурные скобки', 'Take the braces away'),
  ),

  unknown_action: error(
    'Действия «{action}» нет',
    'There is no action “{action}”',
    to('Все действия перечисляет GET /api/v1/actions', 'GET /api/v1/actions lists all actions'),
  ),
  action_invalid: error(
    '{ru}',
    '{en}',
    to('Аргументы действий описывает GET /api/v1/actions', 'GET /api/v1/actions describes the arguments'),
  ),
  action_argument: error(
    '«{action}», аргумент «{argument}»: {ru}',
    '“{action}”, argument “{argument}”: {en}',
    to('Например: {example}', 'For example: {example}'),
  ),
  action_json: error(
    'Список действий не читается как JSON: {detail}',
    'The list of actions is not valid JSON: {detail}',
    to(
      'Например: ["send", {"action": "goto", "to": "menu"}]',
      'For example: ["send", {"action": "goto", "to": "menu"}]',
    ),
  ),
  too_many_steps: error(
    'Слишком много шагов: не больше {most}',
    'Too many steps: at most {most}',
    to('Вынесите часть в callback и перейдите туда: goto', 'Move some to a callback and go there: goto'),
  ),
  unknown_target: error(
    '«{target}» не найдено',
    '“{target}” is not there',
    to('Назовите экран (callback_data) или команду', 'Name a screen (callback_data) or a command'),
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
  possible_cycle: warning(
    'Переходы могут пойти по кругу: {cycle}',
    'The jumps may go round in a circle: {cycle}',
    to('Проверьте, что круг когда-нибудь кончается', 'Make sure that the circle ends some time'),
  ),
  nothing_to_show: warning(
    'Показывать нечего: текста нет',
    'There is nothing to show: the text is missing',
    to('Добавьте текст (message)', 'Add a text (message)'),
  ),
  message_unseen: warning(
    'Сообщение никто не покажет: среди действий нет send, edit, notice и подобных',
    'Nothing shows the message: none of the actions is send, edit, notice or the like',
    to('Добавьте действие send или уберите сообщение', 'Add the action send, or take the message away'),
  ),
  silent_question: warning(
    'Человек не узнает, что его спросили: до «{action}» ничего не показано',
    'Nobody will know that they are asked: nothing is shown before “{action}”',
    to('Поставьте перед ним send или edit с вопросом', 'Put send or edit with the question before it'),
  ),
  unreachable_callback: warning(
    'До «{data}» не дойти: ни одна команда сюда не приводит',
    '“{data}” cannot be reached: no command leads here',
    to(
      'Добавьте кнопку или действие, которое сюда ведёт, или удалите',
      'Add a button or an action that leads here, or delete it',
    ),
  ),
  unknown_parent: error(
    'Обработчика «{pattern}» нет',
    'There is no handler “{pattern}”',
    to('Назовите шаблон обработчика или уберите handler', 'Name a handler’s pattern, or take handler away'),
  ),

  unknown_keyboard: error(
    'Клавиатуры «{id}» нет',
    'There is no keyboard “{id}”',
    to('Добавьте её в keyboards', 'Add it to keyboards'),
  ),
  unknown_button: error(
    'Кнопки «{id}» нет',
    'There is no button “{id}”',
    to('Добавьте её в buttons или напишите на месте', 'Add it to buttons, or write it in place'),
  ),
  unknown_list: error('Списка «{list}» нет', 'There is no list “{list}”', to('Есть: {known}', 'There are: {known}')),
  unused_keyboard: warning(
    'Клавиатуру «{id}» ничто не показывает',
    'Nothing shows the keyboard “{id}”',
    to('Назовите её в keyboard_id или удалите', 'Name it as a keyboard_id, or delete it'),
  ),
  unused_button: warning(
    'Кнопка «{id}» не стоит ни на одной клавиатуре',
    'The button “{id}” is on no keyboard',
    to('Поставьте её на клавиатуру или удалите', 'Put it on a keyboard, or delete it'),
  ),
  option_ignored: warning(
    '«{option}» ничего не меняет на такой клавиатуре (kind: {kind})',
    '“{option}” changes nothing on such a keyboard (kind: {kind})',
    to('Уберите или смените kind', 'Take it away, or change the kind'),
  ),
  keyboard_overflow: warning(
    'На клавиатуре может оказаться {count} кнопок, Telegram берёт {most}: последние ряды пропадут',
    'The keyboard may come to {count} buttons, Telegram takes {most}: the last rows will be left out',
    to('Уменьшите page_size', 'Make page_size smaller'),
  ),
  condition_constant: warning(
    'Условие всегда одно и то же: «{condition}»',
    'The condition is always the same: “{condition}”',
    to('Например: {% if session %}yes{% endif %}', 'For example: {% if session %}yes{% endif %}'),
  ),
  button_without_effect: error(
    'Кнопка ничего не делает',
    'The button does nothing',
    to('Выберите, что она открывает: data, url или web_app', 'Choose what it opens: data, url or web_app'),
  ),
  button_wrong_kind: error(
    '«{effect}» не бывает на такой клавиатуре (kind: {kind})',
    '“{effect}” cannot be on such a keyboard (kind: {kind})',
    to('Смените kind клавиатуры или действие кнопки', 'Change the keyboard’s kind, or what the button does'),
  ),
  each_not_alone: error(
    'Кнопки из списка «{list}» занимают ряды целиком',
    'The buttons of the list “{list}” take rows of their own',
    to('Дайте им отдельный ряд', 'Give them a row of their own'),
  ),
  dead_button: warning(
    'Кнопка ведёт в никуда: «{data}»',
    'The button leads nowhere: “{data}”',
    to(
      'Добавьте такой экран (callback_data) или выберите другой',
      'Add such a screen (callback_data), or choose another',
    ),
  ),
  dead_label: warning(
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
    to('Смените подпись или шаблон', 'Change the label or the pattern'),
  ),
  label_html: warning(
    'На кнопках и в меню разметки не бывает, теги покажутся как есть: {excerpt}',
    'Labels and menus have no formatting, tags will show as they are: {excerpt}',
    to('Уберите теги', 'Take the tags away'),
  ),
  label_long: warning(
    'В подписи {length} знаков, на телефоне столько не видно',
    'The label has {length} characters, more than a phone shows',
    to('Сократите до {most}', 'Shorten it to {most}'),
  ),
  data_too_long: error(
    'data занимает {bytes} байт, можно {most}',
    'The data takes {bytes} bytes, {most} are allowed',
    to('Сократите; кириллица занимает по два байта', 'Shorten it; Cyrillic takes two bytes a letter'),
  ),
  data_may_be_long: warning(
    'С обычными значениями data займёт {bytes} байт, можно {most}: такая кнопка не покажется',
    'With usual values the data takes {bytes} bytes, {most} are allowed: such a button is left out',
    to('Сократите; кириллица занимает по два байта', 'Shorten it; Cyrillic takes two bytes a letter'),
  ),
  data_empty: error('data пуста', 'The data is empty', to('Назовите callback_data', 'Name a callback_data')),
  bad_url: error('Это не адрес: «{url}»', 'This is no address: “{url}”', to('Нужен {schemes}', 'It takes {schemes}')),

  unknown_upload: error(
    'Загруженного файла «{id}» нет',
    'There is no upload “{id}”',
    to('Загрузите его: POST /api/v1/uploads', 'Upload it: POST /api/v1/uploads'),
  ),

  template_broken: error(
    'Выражение не читается, строка {line}, знак {column}: {detail}',
    'An expression cannot be read, line {line}, column {column}: {detail}',
    to(
      'Значение пишется {{ имя }}, условие — {% if имя %}…{% endif %}',
      'A value is written {{ name }}, a condition {% if name %}…{% endif %}',
    ),
  ),
  stray_braces: warning(
    'Похоже на выражение, а покажется как есть: «{excerpt}»',
    'This looks like an expression and will show as it is: “{excerpt}”',
    to('Значение пишется {{ имя }}', 'A value is written {{ name }}'),
  ),
  unknown_filter: error(
    'Фильтра «{name}» нет (строка {line}, знак {column})',
    'There is no filter “{name}” (line {line}, column {column})',
    to('Фильтры перечисляет GET /api/v1/values', 'GET /api/v1/values lists the filters'),
  ),
  unknown_tag: error(
    'Тега «{name}» в выражениях нет (строка {line}, знак {column})',
    'Expressions have no tag “{name}” (line {line}, column {column})',
    to('Есть: {known}', 'There are: {known}'),
  ),
  unknown_value: error(
    'Значения «{name}» нет',
    'There is no value “{name}”',
    to('Значения перечисляет GET /api/v1/values', 'GET /api/v1/values lists the values'),
  ),
  text_empty: error('Текст пуст', 'The text is empty', to('Напишите его или уберите', 'Write it, or take it away')),
  text_too_long: error(
    'В тексте {length} знаков, можно {most}',
    'The text has {length} characters, {most} are allowed',
    to('Сократите или разделите на два сообщения', 'Shorten it, or make it two messages'),
  ),
  text_may_be_long: warning(
    'С обычными значениями в тексте {length} знаков, можно {most}: конец пропадёт',
    'With usual values the text has {length} characters, {most} are allowed: its end is cut off',
    to('Сократите', 'Shorten it'),
  ),
  caption_too_long: error(
    'В подписи к фото {length} знаков, можно {most}',
    'The caption has {length} characters, {most} are allowed',
    to('Сократите или уберите фото', 'Shorten it, or take the photo away'),
  ),
  caption_may_be_long: warning(
    'С обычными значениями в подписи к фото {length} знаков, можно {most}: конец пропадёт',
    'With usual values the caption has {length} characters, {most} are allowed: its end is cut off',
    to('Сократите или уберите фото', 'Shorten it, or take the photo away'),
  ),
  notice_too_long: error(
    'В уведомлении {length} знаков, можно {most}',
    'The notice has {length} characters, {most} are allowed',
    to('Сократите или покажите сообщением: send', 'Shorten it, or show it as a message: send'),
  ),
  notice_may_be_long: warning(
    'С обычными значениями в уведомлении {length} знаков, можно {most}: конец пропадёт',
    'With usual values the notice has {length} characters, {most} are allowed: its end is cut off',
    to('Сократите', 'Shorten it'),
  ),
  html_unknown_tag: error(
    'Telegram не знает тега <{tag}>: {excerpt}',
    'Telegram knows no tag <{tag}>: {excerpt}',
    to(
      'Есть: b, i, u, s, a, code, pre, blockquote, tg-spoiler, tg-emoji; новая строка — просто новая строка',
      'There are b, i, u, s, a, code, pre, blockquote, tg-spoiler, tg-emoji; a new line is just a new line',
    ),
  ),
  html_unclosed_tag: error(
    'Тег <{tag}> не закрыт: {excerpt}',
    'The tag <{tag}> is not closed: {excerpt}',
    to('Добавьте </{tag}>', 'Add </{tag}>'),
  ),
  html_unexpected_end: error(
    'Лишний </{tag}>: {excerpt}',
    'An unexpected </{tag}>: {excerpt}',
    to('Закрывайте теги в обратном порядке', 'Close tags in the reverse order'),
  ),
  html_bad_tag: error(
    'Тег не читается: {excerpt}',
    'A tag cannot be read: {excerpt}',
    to('Значения атрибутов пишите в двойных кавычках', 'Write the values of attributes in double quotes'),
  ),
  html_bad_attribute: error(
    'У <{tag}> не те атрибуты: {excerpt}',
    '<{tag}> has the wrong attributes: {excerpt}',
    to(
      'Так: <a href="…">, <span class="tg-spoiler">, <tg-emoji emoji-id="число">',
      'As in <a href="…">, <span class="tg-spoiler">, <tg-emoji emoji-id="number">',
    ),
  ),
  html_bad_nesting: error(
    '<{tag}> внутри <{tag}>: {excerpt}',
    '<{tag}> inside <{tag}>: {excerpt}',
    to('Закройте первый до второго', 'Close the first before the second'),
  ),
  html_unescaped_sign: error(
    'Знак «<» сам по себе: {excerpt}',
    'A “<” by itself: {excerpt}',
    to('Напишите &lt;', 'Write &lt;'),
  ),
  html_unknown_entity: warning(
    'Telegram не знает «{value}» и покажет как есть',
    'Telegram does not know “{value}” and shows it as it is',
    to(
      'Есть &lt; &gt; &amp; &quot;, остальное пишите самим знаком',
      'There are &lt; &gt; &amp; &quot;; write any other sign itself',
    ),
  ),
  html_bad_link: warning(
    'Ссылка не откроется: «{value}»',
    'The link will not work: “{value}”',
    to('Нужен адрес http, https или tg', 'It takes an http, https or tg address'),
  ),
  html_ignored_attribute: warning(
    'У <{tag}> атрибут «{value}» ничего не меняет',
    'The attribute “{value}” of <{tag}> changes nothing',
    to('Уберите его', 'Take it away'),
  ),
  html_ignored_tag: warning(
    '<{tag}> внутри <{value}> пропадёт',
    '<{tag}> inside <{value}> is lost',
    to('Закройте <{value}> раньше', 'Close <{value}> before it'),
  ),
  translation_missing: warning(
    'Нет перевода: {language}',
    'A translation is missing: {language}',
    to('Добавьте текст на этом языке ({language}: …)', 'Add the text in this language ({language}: …)'),
  ),
  name_twice: warning('«{name}» уже есть в списке', '“{name}” is in the list already', to('Оставьте одно', 'Keep one')),
} as const satisfies Record<string, ProblemText>;

export const UNEXPECTED_WORDS: Localized = to(
  'Это действие не берёт слов после имени',
  'This action takes no words after its name',
);

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
  unknown_entry: to('Такой записи нет', 'There is no such entry'),
  missing: to('Этого не хватает', 'This is missing'),
  not_filled: to('не заполнено', 'not filled in'),
  'a choice needs choices': to('Для kind: choice нужны choices', 'kind: choice needs choices'),
  'a condition is written without braces': to(
    'Условие пишется без скобок: vars.score > 5',
    'A condition is written without braces: vars.score > 5',
  ),
  'must be today or like 2026-11-22': to(
    'Нужно today или день вида 2026-11-22',
    'It takes today, or a day like 2026-11-22',
  ),
  unknown_argument: to('У этого действия такого аргумента нет', 'This action has no such argument'),
  unstorable: to('В тексте есть нулевой знак или половина эмодзи', 'There is a NUL or half of an emoji in the text'),
  duplicate_key: to('Ключ повторяется', 'The key is there twice'),
  alias: to(
    'Ссылок «*имя» здесь нет: общие кнопки лежат в buttons',
    'There are no “*name” aliases here: shared buttons go to buttons',
  ),
  too_deep: to('Слишком глубокая вложенность', 'Nested too deeply'),
};
