/**
 * Everything a check may say about a configuration, for people, in both languages. `{name}` is filled in.
 *
 * Said in the panel's own words, whose list stands in docs/constructor.md; the file's words for the same place are in
 * the problem's path.
 */

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
    '«{pattern}» не может быть командой',
    '“{pattern}” cannot be a command',
    to(
      'Команда — это / и имя: до 32 букв, цифр и «_». Чтобы отвечать на текст, который начинается с «/», напишите «\\/»',
      'A command is / and a name: up to 32 letters, digits and “_”. To answer a text that begins with “/” write “\\/”',
    ),
  ),
  pattern_payload: error(
    'В ссылке на бота не может стоять метка «{pattern}»',
    'A link to the bot cannot carry the tag “{pattern}”',
    to('До 64 знаков: латинские буквы, цифры, «_» и «-»', 'Up to 64 characters: A–Z, a–z, 0–9, “_” and “-”'),
  ),
  pattern_empty: error(
    'В «{pattern}» нет слов, на которые отвечать',
    '“{pattern}” has no words to answer',
    to(
      'Напишите слова. Одна звёздочка «*» отвечает на всё остальное',
      'Write the words. A star “*” by itself answers anything else',
    ),
  ),
  pattern_leading_star: error(
    '«{pattern}» начинается звёздочкой, а кончается без неё',
    '“{pattern}” begins with a star and does not end with one',
    to(
      '«*слова*» — слова в любом месте текста; звёздочка как знак пишется «\\*»',
      '“*words*” is words anywhere in a text; a star as a character is written “\\*”',
    ),
  ),
  pattern_regex: error(
    'Регулярное выражение не читается: {detail}',
    'The regular expression cannot be read: {detail}',
    to(
      'Проверьте скобки и знаки. Ссылок назад и просмотра вперёд здесь нет (это RE2). Часто хватает слов со звёздочкой: «*слова*»',
      'Check brackets and signs. There are no back-references and no look-around here (this is RE2). Words with a star often do: “*words*”',
    ),
  ),
  regexes_too_large: error(
    'Регулярных выражений слишком много: бот отвечал бы медленно',
    'There is too much in regular expressions: the bot would answer slowly',
    to(
      'Замените часть из них словами: «слова», «слова*», «*слова*»',
      'Make some of them words: “words”, “words*”, “*words*”',
    ),
  ),
  duplicate_pattern: error(
    'На «{pattern}» бот уже отвечает в другом месте',
    'The bot answers “{pattern}” in another place already',
    to('Оставьте один из двух ответов', 'Keep one of the two answers'),
  ),
  duplicate_callback: error(
    'Экран «{data}» уже есть',
    'There is a screen “{data}” already',
    to('Дайте этому другое имя', 'Give this one another name'),
  ),
  shadowed_pattern: warning(
    'До «{pattern}» не дойдёт: раньше ответит «{winner}»',
    '“{pattern}” is never reached: “{winner}” answers first',
    to('Сделайте одно из двух точнее или переставьте их', 'Make one of the two narrower, or change their order'),
  ),
  partly_shadowed: warning(
    'Тексты, которые начинаются с «{words}», до «{pattern}» не дойдут: раньше ответит «{winner}»',
    'Texts that begin with “{words}” never reach “{pattern}”: “{winner}” answers first',
    to('Если так не задумано, сделайте одно из двух точнее', 'If that is not meant, make one of the two narrower'),
  ),
  no_start: warning(
    'Бот не отвечает на /start, а с него начинает каждый',
    'The bot does not answer /start, with which everybody begins',
    to('Добавьте команду /start', 'Add the command /start'),
  ),
  no_fallback: warning(
    'На незнакомые слова бот промолчит',
    'The bot says nothing to words it does not know',
    to('Добавьте ответ на «*» — на всё остальное', 'Add an answer to “*”, which is anything else'),
  ),
  too_many_commands: error(
    'В меню команд {count} команд, а Telegram показывает не больше {most}',
    'The command menu has {count} commands, and Telegram shows at most {most}',
    to(
      'Уберите подпись в меню у команд, которые там не нужны',
      'Take away what the menu says of commands that need not be in it',
    ),
  ),
  description_ignored: warning(
    'Подпись в меню есть, но «{pattern}» в меню команд не попадёт',
    'The command menu has words for “{pattern}”, but it cannot be in the menu',
    to(
      'В меню бывают только команды из маленьких латинских букв, цифр и «_». Уберите подпись или измените команду',
      'The menu takes commands of a–z, 0–9 and “_”. Take the words away, or change the command',
    ),
  ),
  description_expression: error(
    'Сюда нельзя вставить значение',
    'A value cannot be put here',
    to('Уберите фигурные скобки и то, что в них', 'Take away the braces and what is in them'),
  ),

  unknown_action: error(
    'Бот не умеет «{action}»',
    'The bot knows no action “{action}”',
    to('Выберите шаг из списка действий', 'Choose a step from the list of actions'),
  ),
  action_invalid: error('{ru}', '{en}', to('Откройте шаг и заполните его заново', 'Open the step and fill it in anew')),
  action_argument: error(
    '{ru}',
    '{en}',
    to('Заполните это поле. В файле пишется так: {example}', 'Fill in this field. In a file it is written {example}'),
  ),
  action_json: error(
    'Список шагов не читается: {detail}',
    'The list of steps cannot be read: {detail}',
    to(
      'Проверьте скобки и кавычки, например: ["send", {"action": "goto", "to": "menu"}]',
      'Check brackets and quotes, as in ["send", {"action": "goto", "to": "menu"}]',
    ),
  ),
  too_many_steps: error(
    'Слишком много шагов: можно не больше {most}',
    'Too many steps: at most {most} are allowed',
    to(
      'Вынесите часть шагов в отдельный экран и перейдите к нему',
      'Move some of them to a screen of their own, and go there',
    ),
  ),
  unknown_target: error(
    'Экрана или команды «{target}» нет',
    'There is no screen or command “{target}”',
    to('Создайте такой экран или выберите другой', 'Create such a screen, or choose another'),
  ),
  disabled_target: error(
    '«{target}» выключено, сюда никто не попадёт',
    '“{target}” is disabled, so nobody gets there',
    to('Включите его или выберите другой экран', 'Enable it, or choose another screen'),
  ),
  missing_screen: error(
    'Экрана «{target}» нет, а бот открывает его сам',
    'There is no screen “{target}”, and the bot opens it by itself',
    to(
      'Создайте экран с таким именем; что на нём, решаете вы',
      'Create a screen of this name; what it shows is up to you',
    ),
  ),
  goto_cycle: error(
    'Экраны ведут по кругу без конца: {cycle}',
    'The screens lead round in an endless circle: {cycle}',
    to(
      'Уберите один из переходов или спросите в нём человека',
      'Take one of the ways out, or ask the person something on it',
    ),
  ),
  possible_cycle: warning(
    'Экраны могут пойти по кругу: {cycle}',
    'The screens may go round in a circle: {cycle}',
    to('Проверьте, что круг когда-нибудь кончается', 'Make sure that the circle ends some time'),
  ),
  nothing_to_show: warning(
    'Показывать нечего: текст не написан',
    'There is nothing to show: the text is missing',
    to('Напишите текст', 'Write the text'),
  ),
  message_unseen: warning(
    'Сообщение никто не увидит: ни один шаг его не показывает',
    'Nobody will see the message: no step shows it',
    to(
      'Добавьте шаг «Отправить сообщение» или уберите текст',
      'Add the step “Send the message”, or take the text away',
    ),
  ),
  silent_question: warning(
    'Человек не узнает, что его спросили: перед вопросом ничего не показано',
    'Nobody will know that they are asked: nothing is shown before the question',
    to(
      'Напишите вопрос в тексте или покажите его шагом раньше',
      'Write the question as the text, or show it in a step before',
    ),
  ),
  unreachable_callback: warning(
    'На экран «{data}» не попасть: ни кнопка, ни шаг сюда не ведут',
    'Nobody gets to the screen “{data}”: no button and no step leads here',
    to('Добавьте кнопку, которая его открывает, или удалите экран', 'Add a button that opens it, or delete the screen'),
  ),
  unknown_parent: error(
    'Экран относится к «{pattern}», а такой команды или слов нет',
    'The screen belongs to “{pattern}”, and there is no such command or words',
    to('Выберите другую команду или «Ни к чему»', 'Choose another command, or “Nothing”'),
  ),

  unknown_keyboard: error(
    'Клавиатуры «{id}» нет',
    'There is no keyboard “{id}”',
    to('Создайте её или выберите другую', 'Create it, or choose another'),
  ),
  unknown_button: error(
    'Общей кнопки «{id}» нет',
    'There is no shared button “{id}”',
    to('Создайте её или поставьте обычную кнопку', 'Create it, or put an ordinary button'),
  ),
  unknown_list: error('Списка «{list}» нет', 'There is no list “{list}”', to('Есть: {known}', 'There are: {known}')),
  unused_keyboard: warning(
    'Клавиатуру «{id}» ничто не показывает',
    'Nothing shows the keyboard “{id}”',
    to('Выберите её под каким-нибудь сообщением или удалите', 'Choose it under some message, or delete it'),
  ),
  unused_button: warning(
    'Общая кнопка «{id}» не стоит ни на одной клавиатуре',
    'The shared button “{id}” is on no keyboard',
    to('Поставьте её на клавиатуру или удалите', 'Put it on a keyboard, or delete it'),
  ),
  option_ignored: warning(
    '«{option}» не действует на кнопки {kind}',
    '“{option}” has no effect on buttons {kind}',
    to('Уберите это или выберите другое место для кнопок', 'Take it away, or choose another place for the buttons'),
  ),
  keyboard_overflow: warning(
    'На клавиатуре может оказаться {count} кнопок, а Telegram показывает не больше {most}: последние ряды пропадут',
    'The keyboard may come to {count} buttons, and Telegram shows at most {most}: the last rows are left out',
    to('Уменьшите число кнопок на странице', 'Have fewer buttons on a page'),
  ),
  condition_constant: warning(
    'Условие ни от чего не зависит: «{condition}»',
    'The condition depends on nothing: “{condition}”',
    to('Выберите в нём значение или уберите условие', 'Choose a value in it, or take the condition away'),
  ),
  button_without_effect: error(
    'Кнопка ничего не делает',
    'The button does nothing',
    to(
      'Выберите экран, сайт или приложение, которое она открывает',
      'Choose the screen, web site or app that it opens',
    ),
  ),
  button_wrong_kind: error(
    'Кнопка «{effect}» не бывает {kind}',
    'A button “{effect}” cannot stand {kind}',
    to(
      'Выберите другое место для кнопок или другое действие кнопки',
      'Choose another place for the buttons, or another thing for this one to do',
    ),
  ),
  each_not_alone: error(
    'Кнопки из списка «{list}» занимают ряды целиком',
    'The buttons of the list “{list}” take whole rows',
    to('Перенесите остальные кнопки в другой ряд', 'Move the other buttons to another row'),
  ),
  dead_button: warning(
    'Кнопка ведёт в никуда: «{data}»',
    'The button leads nowhere: “{data}”',
    to('Создайте такой экран или выберите другой', 'Create such a screen, or choose another'),
  ),
  dead_label: warning(
    'На нажатие «{label}» бот промолчит',
    'The bot says nothing when “{label}” is pressed',
    to(
      'Добавьте ответ на эти слова или выберите, куда ведёт кнопка',
      'Add an answer to these words, or choose where the button leads',
    ),
  ),
  label_expression: error(
    'Кнопка вместо клавиатуры человека присылает только свою надпись, а в надписи есть значение: куда она ведёт, узнать нельзя',
    'A button in place of the person’s keyboard sends only its label, and the label has a value in it: where it leads cannot be known',
    to(
      'Уберите значение из надписи или поставьте кнопки под сообщением',
      'Take the value out of the label, or put the buttons under the message',
    ),
  ),
  label_ambiguous: error(
    'Кнопка «{label}» уже ведёт в другое место: «{other}»',
    'A button “{label}” leads elsewhere already: “{other}”',
    to('Дайте этой другую надпись', 'Give this one another label'),
  ),
  label_taken: warning(
    'На «{label}» уже отвечает «{pattern}», поэтому кнопка откроет не то, что выбрано',
    '“{label}” is answered by “{pattern}” already, so the button does not open what was chosen',
    to('Измените надпись или то, на что отвечает «{pattern}»', 'Change the label, or what “{pattern}” answers'),
  ),
  label_html: warning(
    'На кнопках и в меню оформления не бывает, знаки покажутся как есть: {excerpt}',
    'Buttons and menus have no formatting, the signs show as they are: {excerpt}',
    to('Уберите оформление', 'Take the formatting away'),
  ),
  label_long: warning(
    'В надписи {length} знаков, на телефоне столько не видно',
    'The label has {length} characters, more than a phone shows',
    to('Сократите до {most}', 'Shorten it to {most}'),
  ),
  data_too_long: error(
    'Имя экрана со словами для него занимает {bytes} байт, можно {most}',
    'The screen’s name with the words for it takes {bytes} bytes, {most} are allowed',
    to('Сократите; русская буква занимает два байта', 'Shorten it; a Cyrillic letter takes two bytes'),
  ),
  data_may_be_long: warning(
    'С обычными значениями имя экрана и слова для него займут {bytes} байт, можно {most}: такая кнопка не покажется',
    'With usual values the screen’s name and the words for it take {bytes} bytes, {most} are allowed: such a button is left out',
    to('Сократите; русская буква занимает два байта', 'Shorten it; a Cyrillic letter takes two bytes'),
  ),
  data_empty: error('Имя экрана не написано', 'The screen’s name is missing', to('Назовите экран', 'Name the screen')),
  bad_url: error(
    'Это не адрес: «{url}»',
    'This is no address: “{url}”',
    to('Нужен адрес вида {schemes}', 'It takes an address like {schemes}'),
  ),

  unknown_upload: error(
    'Загруженной картинки «{id}» больше нет',
    'The uploaded picture “{id}” is not there any more',
    to('Загрузите её ещё раз или выберите другую', 'Upload it again, or choose another'),
  ),

  template_broken: error(
    'Значение или условие не читается (строка {line}, знак {column}): {detail}',
    'A value or condition cannot be read (line {line}, character {column}): {detail}',
    to(
      'Удалите его и вставьте заново. Значение пишется {{ имя }}, условие — {% if имя %}…{% endif %}',
      'Delete it and insert it anew. A value is written {{ name }}, a condition {% if name %}…{% endif %}',
    ),
  ),
  stray_braces: warning(
    'Похоже на значение, а покажется как есть: «{excerpt}»',
    'This looks like a value and will show as it is: “{excerpt}”',
    to(
      'Вставьте значение кнопкой «Вставить значение» или напишите {{ имя }}',
      'Insert the value by “Insert a value”, or write {{ name }}',
    ),
  ),
  unknown_filter: error(
    'Показать значение как «{name}» нельзя (строка {line}, знак {column})',
    'A value cannot be shown as “{name}” (line {line}, character {column})',
    to('Нажмите на значение и выберите, как его показать', 'Press the value and choose how it is shown'),
  ),
  unknown_tag: error(
    'Слова «{name}» после {% нет (строка {line}, знак {column})',
    'There is no word “{name}” after {% (line {line}, character {column})',
    to('Бывают: {known}', 'There are: {known}'),
  ),
  unknown_value: error(
    'Значения «{name}» нет',
    'There is no value “{name}”',
    to(
      'Выберите другое кнопкой «Вставить значение» или сначала запомните его шагом',
      'Choose another by “Insert a value”, or have a step keep it first',
    ),
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
    'В короткой надписи {length} знаков, можно {most}',
    'The notice has {length} characters, {most} are allowed',
    to('Сократите или выберите шаг «Отправить сообщение»', 'Shorten it, or choose the step “Send the message”'),
  ),
  notice_may_be_long: warning(
    'С обычными значениями в короткой надписи {length} знаков, можно {most}: конец пропадёт',
    'With usual values the notice has {length} characters, {most} are allowed: its end is cut off',
    to('Сократите', 'Shorten it'),
  ),
  html_unknown_tag: error(
    'Оформления <{tag}> в Telegram нет: {excerpt}',
    'Telegram has no formatting <{tag}>: {excerpt}',
    to(
      'Есть: b, i, u, s, a, code, pre, blockquote, tg-spoiler, tg-emoji; новая строка — просто новая строка',
      'There are b, i, u, s, a, code, pre, blockquote, tg-spoiler, tg-emoji; a new line is just a new line',
    ),
  ),
  html_unclosed_tag: error(
    'Оформление <{tag}> начато и не закончено: {excerpt}',
    'The formatting <{tag}> is begun and not ended: {excerpt}',
    to('Добавьте </{tag}> там, где оно кончается', 'Add </{tag}> where it ends'),
  ),
  html_unexpected_end: error(
    '</{tag}> заканчивает оформление, которое не начато: {excerpt}',
    '</{tag}> ends a formatting that was not begun: {excerpt}',
    to('Уберите его; что начато последним, то и заканчивается первым', 'Take it away; what was begun last ends first'),
  ),
  html_bad_tag: error(
    'Оформление не читается: {excerpt}',
    'The formatting cannot be read: {excerpt}',
    to('После каждого «=» нужны двойные кавычки', 'Every “=” is followed by double quotes'),
  ),
  html_bad_attribute: error(
    'У <{tag}> не те свойства: {excerpt}',
    '<{tag}> has the wrong properties: {excerpt}',
    to(
      'Бывает так: <a href="…">, <span class="tg-spoiler">, <tg-emoji emoji-id="число">',
      'As in <a href="…">, <span class="tg-spoiler">, <tg-emoji emoji-id="number">',
    ),
  ),
  html_bad_nesting: error(
    '<{tag}> внутри <{tag}>: {excerpt}',
    '<{tag}> inside <{tag}>: {excerpt}',
    to('Закончите первое до того, как начать второе', 'End the first before you begin the second'),
  ),
  html_unescaped_sign: error(
    'Знак «<» сам по себе: {excerpt}',
    'A “<” by itself: {excerpt}',
    to('Напишите вместо него &lt;', 'Write &lt; instead'),
  ),
  html_unknown_entity: warning(
    'Telegram не знает «{value}» и покажет как есть',
    'Telegram does not know “{value}” and shows it as it is',
    to(
      'Напишите сам знак; особо пишутся только &lt; &gt; &amp; &quot;',
      'Write the sign itself; only &lt; &gt; &amp; &quot; are written so',
    ),
  ),
  html_bad_link: warning(
    'Ссылка не откроется: «{value}»',
    'The link will not work: “{value}”',
    to('Нужен адрес http, https или tg', 'It takes an http, https or tg address'),
  ),
  html_ignored_attribute: warning(
    'У <{tag}> свойство «{value}» ничего не меняет',
    'The property “{value}” of <{tag}> changes nothing',
    to('Уберите его', 'Take it away'),
  ),
  html_ignored_tag: warning(
    '<{tag}> внутри <{value}> пропадёт',
    '<{tag}> inside <{value}> is lost',
    to('Закончите <{value}> раньше', 'End <{value}> before it'),
  ),
  translation_missing: warning(
    'Нет перевода на {language}',
    'There is no translation into {language}',
    to('Напишите текст на этом языке', 'Write the text in this language'),
  ),
  name_twice: warning('«{name}» уже есть в списке', '“{name}” is in the list already', to('Оставьте одно', 'Keep one')),
} as const satisfies Record<string, ProblemText>;

/** What params mean in sentences, by their names and values; anything else is said as it is. */
export const PARAM_WORDS: Readonly<Record<string, Readonly<Record<string, Localized>>>> = {
  kind: {
    inline: to('под сообщением', 'under the message'),
    reply: to('вместо клавиатуры человека', 'in place of the person’s keyboard'),
  },
  option: {
    placeholder: to('Подсказка в поле ввода', 'Hint in the input field'),
    one_time: to('Прятать после нажатия', 'Hide after one press'),
    marks_chosen: to('Отмечать нажатую кнопку', 'Mark the button just pressed'),
  },
  effect: {
    data: to('Открывает экран', 'Opens a screen'),
    url: to('Открывает сайт', 'Opens a web site'),
    web_app: to('Открывает приложение в Telegram', 'Opens an app inside Telegram'),
    request_contact: to('Просит номер телефона', 'Asks for the phone number'),
    request_location: to('Просит место на карте', 'Asks for a place on the map'),
  },
  language: { ru: to('русский', 'Russian'), en: to('английский', 'English') },
};

export const UNEXPECTED_WORDS: Localized = to(
  'Этому шагу не нужны слова после имени',
  'This step takes no words after its name',
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
    'Кнопка делает что-то одно: открывает экран, сайт или приложение, просит телефон или место',
    'A button does one thing: opens a screen, a web site or an app, asks for the phone or the place',
  ),
  too_many_buttons: to('На клавиатуре не больше 100 кнопок', 'A keyboard has at most 100 buttons'),
  too_many_entries: to('Слишком много записей', 'Too many entries'),
  unknown_entry: to('Такой записи нет', 'There is no such entry'),
  missing: to('Этого не хватает', 'This is missing'),
  not_filled: to('не заполнено', 'not filled in'),
  'a choice needs choices': to('Добавьте варианты, из которых выбирать', 'Add the choices to choose from'),
  'a condition is written without braces': to(
    'Условие пишется без скобок: vars.score > 5',
    'A condition is written without braces: vars.score > 5',
  ),
  'must be like score or best_day': to(
    'Имя пишется латиницей: строчные буквы, цифры и «_», например name',
    'A name is lower case Latin letters, digits and “_”, such as name',
  ),
  'must be today or like 2026-11-22': to(
    'Нужен день вида 2026-11-22 или слово today (сегодня)',
    'It takes a day like 2026-11-22, or the word today',
  ),
  unknown_argument: to('такой настройки у этого шага нет', 'this step has no such setting'),
  unstorable: to('В тексте есть нулевой знак или половина эмодзи', 'There is a NUL or half of an emoji in the text'),
  duplicate_key: to('Ключ повторяется', 'The key is there twice'),
  alias: to(
    'Ссылок «*имя» здесь нет: общие кнопки лежат в buttons',
    'There are no “*name” aliases here: shared buttons go to buttons',
  ),
  too_deep: to('Слишком глубокая вложенность', 'Nested too deeply'),
};
