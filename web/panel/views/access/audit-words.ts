import type { AuditEntry } from '../../api/accounts.ts';
import { defineWords } from '../../words/words.ts';

/** By the codes that the audit log has for them; a code that is not here is shown as it is. */
type Codes = Readonly<Record<string, string>>;

const thingsRu: Codes = {
  handler: 'Команда',
  callback: 'Экран',
  keyboard: 'Клавиатура',
  button: 'Кнопка',
  upload: 'Картинка',
  draft: 'Черновик',
  config: 'Версия',
  config_webhook: 'Вебхук',
  broadcast: 'Рассылка',
  bot: 'Бот',
  user: 'Человек',
  activity: 'Активность',
  session: 'Сессия',
  admin: 'Администратор',
  token: 'Ключ API',
  preview: 'Предпросмотр',
};

/** Kinds of deeds to choose from. */
const aboutRu: Codes = {
  handler: 'Команды и слова',
  callback: 'Экраны',
  keyboard: 'Клавиатуры',
  button: 'Общие кнопки',
  upload: 'Картинки',
  draft: 'Черновик целиком',
  config: 'Публикации',
  broadcast: 'Рассылки',
  user: 'Данные людей',
  session: 'Сессии людей',
  activity: 'Активности людей',
  auth: 'Входы и пароли',
  admin: 'Администраторы',
  token: 'Ключи API',
  config_webhook: 'Вебхуки',
  bot: 'Подключение бота',
};

const fieldsRu: Codes = {
  pattern: 'На что отвечает',
  action: 'Что делает',
  message: 'Текст',
  photo_url: 'Картинка',
  keyboard_id: 'Клавиатура',
  enabled: 'Включено',
  description: 'Описание',
  callback_data: 'Имя экрана',
  handler: 'Относится к',
  layout: 'Кнопки',
  kind: 'Где кнопки',
  placeholder: 'Подсказка',
  label: 'Надпись',
  data: 'Куда ведёт',
  name: 'Название',
  login: 'Логин',
  role: 'Роль',
  telegram_id: 'Номер в Telegram',
  scopes: 'Что можно',
  expires_at: 'Действует до',
  note: 'Что нового',
  version: 'Версия',
  restores: 'Возврат к версии',
  conversations: 'Начатые вопросы',
  content: 'Сообщение',
  segment: 'Кому',
  at: 'Когда',
  address: 'Откуда',
  url: 'Адрес',
  started_at: 'Начало',
  finished_at: 'Конец',
  value: 'Значение',
};

const thingsEn: Codes = {
  handler: 'Command',
  callback: 'Screen',
  keyboard: 'Keyboard',
  button: 'Button',
  upload: 'Picture',
  draft: 'Draft',
  config: 'Version',
  config_webhook: 'Webhook',
  broadcast: 'Broadcast',
  bot: 'Bot',
  user: 'Person',
  activity: 'Activity',
  session: 'Session',
  admin: 'Administrator',
  token: 'API token',
  preview: 'Preview',
};

const aboutEn: Codes = {
  handler: 'Commands and words',
  callback: 'Screens',
  keyboard: 'Keyboards',
  button: 'Shared buttons',
  upload: 'Pictures',
  draft: 'The draft as a whole',
  config: 'Publications',
  broadcast: 'Broadcasts',
  user: 'People’s data',
  session: 'People’s sessions',
  activity: 'People’s activities',
  auth: 'Sign-ins and passwords',
  admin: 'Administrators',
  token: 'API tokens',
  config_webhook: 'Webhooks',
  bot: 'Connecting the bot',
};

const fieldsEn: Codes = {
  pattern: 'What it answers',
  action: 'What it does',
  message: 'Text',
  photo_url: 'Picture',
  keyboard_id: 'Keyboard',
  enabled: 'Enabled',
  description: 'Description',
  callback_data: 'The screen’s name',
  handler: 'Belongs to',
  layout: 'Buttons',
  kind: 'Where the buttons are',
  placeholder: 'Hint',
  label: 'Label',
  data: 'Leads to',
  name: 'Name',
  login: 'Login',
  role: 'Role',
  telegram_id: 'Number in Telegram',
  scopes: 'What it may do',
  expires_at: 'Good until',
  note: 'What is new',
  version: 'Version',
  restores: 'Brings back version',
  conversations: 'Questions under way',
  content: 'Message',
  segment: 'To whom',
  at: 'When',
  address: 'From where',
  url: 'Address',
  started_at: 'Beginning',
  finished_at: 'End',
  value: 'Value',
};

const deedsRu: Codes = {
  create: 'добавлено',
  add: 'добавлено',
  update: 'изменено',
  correct: 'исправлено',
  delete: 'удалено',
  restore: 'возвращено',
  publish: 'опубликовано',
  discard: 'изменения отброшены',
  reset: 'возвращено как поставлялось',
  start: 'отправка начата',
  connect: 'подключено',
  disconnect: 'отключено',
  erase: 'данные удалены',
  export: 'данные выгружены',
  data_export: 'данные выгружены',
  revoke: 'отозвано',
  replay: 'послано ещё раз',
  sign_in: 'вход в панель',
  change_password: 'пароль сменён',
  reset_password: 'пароль сброшен',
  close_session: 'выход в другом браузере',
  close_sessions: 'выход во всех других браузерах',
  rollback: 'возврат к прежней',
  import: 'загружено из файла',
  replace: 'заменено целиком',
  test: 'проба отправлена',
  pause: 'приостановлено',
  resume: 'продолжено',
  stop: 'остановлено',
  call: 'сервер спрошен на самом деле',
};

const deedsEn: Codes = {
  create: 'added',
  add: 'added',
  update: 'changed',
  correct: 'corrected',
  delete: 'deleted',
  restore: 'brought back',
  publish: 'published',
  discard: 'changes thrown away',
  reset: 'back as it ships',
  start: 'sending begun',
  connect: 'connected',
  disconnect: 'disconnected',
  erase: 'data erased',
  export: 'data exported',
  data_export: 'data exported',
  revoke: 'revoked',
  replay: 'sent again',
  sign_in: 'signed in',
  change_password: 'password changed',
  reset_password: 'password reset',
  close_session: 'signed out in another browser',
  close_sessions: 'signed out in all other browsers',
  rollback: 'an earlier one brought back',
  import: 'loaded from a file',
  replace: 'replaced as a whole',
  test: 'a test sent',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  call: 'a server asked in earnest',
};

export const auditWords = defineWords(
  { things: thingsRu, deeds: deedsRu, about: aboutRu, fields: fieldsRu },
  { things: thingsEn, deeds: deedsEn, about: aboutEn, fields: fieldsEn },
);

type AuditWords = Readonly<{ things: Codes; deeds: Codes }>;
type Deed = Pick<AuditEntry, 'action' | 'subject'> & Partial<Pick<AuditEntry, 'before' | 'after'>>;

/** `callback.update` of `callback/112` is «Экран help: изменено», by what it is called where the entry says so. */
export function deedOf({ things, deeds }: AuditWords, { action, subject, before, after }: Deed): string {
  const [kind = '', ...id] = subject.split('/');
  const deed = deeds[action.slice(action.indexOf('.') + 1)] ?? action;
  // Of a sign-in it is known who did it: whoever the entry is of.
  if (action.startsWith('auth.')) return deed;
  const name = calledIn(after) ?? calledIn(before) ?? id.join('/');
  return `${[things[kind] ?? kind, name].join(' ').trim()}: ${deed}`;
}

const names = ['pattern', 'callback_data', 'name', 'login', 'url'] as const;

function calledIn(value: unknown): string | null {
  if (value === null || typeof value !== 'object') return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const name = names.map((field) => fields.get(field)).find((each) => typeof each === 'string' && each !== '');
  return typeof name === 'string' ? name : null;
}
