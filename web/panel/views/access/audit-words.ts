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
  close_session: 'вход закрыт',
  close_sessions: 'входы закрыты',
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
  close_session: 'signed out elsewhere',
  close_sessions: 'signed out elsewhere',
};

export const auditWords = defineWords({ things: thingsRu, deeds: deedsRu }, { things: thingsEn, deeds: deedsEn });

type AuditWords = Readonly<{ things: Codes; deeds: Codes }>;

/** `callback.update` of `callback/112` is «Экран 112: изменено». */
export function deedOf({ things, deeds }: AuditWords, action: string, subject: string): string {
  const [kind = '', ...name] = subject.split('/');
  const deed = action.slice(action.indexOf('.') + 1);
  return `${[things[kind] ?? kind, name.join('/')].join(' ').trim()}: ${deeds[deed] ?? action}`;
}
