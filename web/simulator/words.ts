/** The page's own words. What bots say is theirs. */
const RUSSIAN = {
  title: 'Симулятор Telegram',
  banner: 'Это симулятор: в Telegram ничего не уходит.',
  offline: 'Нет связи с сервером. Подключаюсь…',
  people: 'Тестовые пользователи',
  addPerson: 'Добавить пользователя',
  name: 'Имя',
  language: 'Язык',
  russian: 'русский',
  english: 'английский',
  add: 'Добавить',
  cancel: 'Отмена',
  back: 'К списку пользователей',
  beside: 'Открыть рядом',
  closePane: 'Закрыть чат',
  bot: 'бот',
  typing: 'печатает…',
  asPerson: 'вы —',
  start: 'Начать',
  startHint: 'Здесь пока пусто. Нажмите «Начать», и бот получит /start.',
  unblock: 'Разблокировать',
  blockedHint: 'Бот заблокирован.',
  placeholder: 'Сообщение',
  send: 'Отправить',
  commands: 'Команды бота',
  noCommands: 'Бот не задал команд',
  showKeyboard: 'Показать клавиатуру',
  hideKeyboard: 'Скрыть клавиатуру',
  more: 'Ещё',
  shareContact: 'Отправить свой контакт',
  shareLocation: 'Отправить место',
  deleteChat: 'Удалить чат',
  block: 'Заблокировать бота',
  edited: 'изменено',
  photo: 'Фото',
  document: 'Файл',
  contact: 'Контакт',
  location: 'Место',
  spoiler: 'Скрытый текст, нажмите, чтобы прочитать',
  download: 'Скачать',
  messages: 'Сообщения',
  you: 'Вы',
  ok: 'OK',
  toBottom: 'К последнему сообщению',
  failed: 'Не получилось:',
  noChats: 'Сообщений нет',
};

const ENGLISH: typeof RUSSIAN = {
  title: 'Telegram simulator',
  banner: 'This is a simulator: nothing reaches Telegram.',
  offline: 'No connection to the server. Reconnecting…',
  people: 'Test users',
  addPerson: 'Add a user',
  name: 'Name',
  language: 'Language',
  russian: 'Russian',
  english: 'English',
  add: 'Add',
  cancel: 'Cancel',
  back: 'Back to the users',
  beside: 'Open beside',
  closePane: 'Close the chat',
  bot: 'bot',
  typing: 'typing…',
  asPerson: 'you are',
  start: 'Start',
  startHint: 'Nothing here yet. Press “Start” and the bot gets /start.',
  unblock: 'Unblock',
  blockedHint: 'The bot is blocked.',
  placeholder: 'Message',
  send: 'Send',
  commands: 'Bot commands',
  noCommands: 'The bot has set no commands',
  showKeyboard: 'Show the keyboard',
  hideKeyboard: 'Hide the keyboard',
  more: 'More',
  shareContact: 'Send your contact',
  shareLocation: 'Send a location',
  deleteChat: 'Delete the chat',
  block: 'Block the bot',
  edited: 'edited',
  photo: 'Photo',
  document: 'File',
  contact: 'Contact',
  location: 'Location',
  spoiler: 'Hidden text, press to read',
  download: 'Download',
  messages: 'Messages',
  you: 'You',
  ok: 'OK',
  toBottom: 'To the last message',
  failed: 'That failed:',
  noChats: 'No messages',
};

/** Who shows the page in a frame says in which language; else it is the browser's. */
const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
const isRussian = asked.toLowerCase().startsWith('ru');

export const locale = isRussian ? 'ru' : 'en';
export const words = isRussian ? RUSSIAN : ENGLISH;

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** «14:05». @param seconds Unix time */
export const formatTime = (seconds: number): string => clock.format(seconds * 1000);

/** «22 ноября». @param seconds Unix time */
export const formatDay = (seconds: number): string => dayOfYear.format(seconds * 1000);

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${size.format(bytes / 1024)} KB` : `${size.format(bytes / 1024 / 1024)} MB`;
}
