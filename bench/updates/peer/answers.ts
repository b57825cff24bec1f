/** What the peer says: the same texts and keyboards as the product's default configuration. */
import { InlineKeyboard, Keyboard } from 'grammy';
import type { Activity, Finished, Running, Share } from './tracker.ts';

const htmlSigns: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (text: string) => text.replaceAll(/[&<>]/g, (sign) => htmlSigns[sign] ?? sign);

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} с`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return [hours > 0 ? `${hours} ч` : '', minutes > 0 ? `${minutes} мин` : ''].filter(Boolean).join(' ');
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function time(at: Date, zone: string): string {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('ru', { hour: '2-digit', minute: '2-digit', timeZone: zone });
    clocks.set(zone, clock);
  }
  return clock.format(at);
}

const days = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'Europe/Moscow' });
const plurals = new Intl.PluralRules('ru');
const sessionsWord: Readonly<Record<string, string>> = { one: 'сессия', few: 'сессии', many: 'сессий' };

export const mainMenu = new Keyboard()
  .text('Начать')
  .text('Завершить')
  .row()
  .text('Статистика')
  .text('Настройки')
  .resized()
  .persistent();

export function activityKeyboard(activities: readonly Activity[]): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const { id, name } of activities) keyboard.text(name, `start:${id}`).row();
  return keyboard.text('+ Своя', 'new');
}

export const greeting = (name: string) => `Привет, ${escape(name)}. Я считаю время. Выберите, что начинаем.`;
export const question = 'Что начинаем?';

export function runningCard(running: Running): { text: string; keyboard: InlineKeyboard } {
  const passed = Math.floor((Date.now() - running.started_at.getTime()) / 1000);
  return {
    text: `Идёт <b>${escape(running.name)}</b>, ${duration(passed)}.`,
    keyboard: new InlineKeyboard().text('Пауза', `pause:${running.id}`).text('Завершить', `finish:${running.id}`),
  };
}

export function startedCard(session: { id: string; startedAt: Date; activity: string; zone: string }) {
  return {
    text: `Сессия начата\n<b>${escape(session.activity)}</b> · с ${time(session.startedAt, session.zone)}`,
    keyboard: new InlineKeyboard().text('Пауза', `pause:${session.id}`).text('Завершить', `finish:${session.id}`),
  };
}

export function finishedCard(sessionId: string, finished: Finished) {
  const { activity, zone, started_at, finished_at } = finished;
  const span = `${time(started_at, zone)}–${time(finished_at, zone)}`;
  return {
    text:
      `Завершена — ${duration(finished.duration)}. Всего сегодня: ${duration(finished.totalToday)}.\n` +
      `${escape(activity)}, ${span}`,
    keyboard: new InlineKeyboard()
      .text('Ещё раз', `again:${sessionId}`)
      .text('Исправить', `fix:${sessionId}`)
      .text('Вернуть', `reopen:${sessionId}`),
  };
}

const sum = (shares: readonly Share[]) => shares.reduce((total, share) => total + share.seconds, 0);

export function statisticsText(today: readonly Share[], yesterday: readonly Share[]): string {
  if (today.length === 0) return 'За сегодня записей нет.';
  const total = sum(today);
  const before = sum(yesterday);
  const sessions = today.reduce((count, share) => count + share.sessions, 0);
  const percent = (seconds: number) => (total === 0 ? 0 : Math.round((seconds / total) * 100));
  const lines = today.map(({ name, seconds }) => `${escape(name)} — ${duration(seconds)} · ${percent(seconds)} %`);
  const change =
    before === 0 ? '' : `; вчера ${duration(before)} (${signed(Math.round((total / before - 1) * 100))} %)`;
  const word = sessionsWord[plurals.select(sessions)] ?? 'сессий';
  return [
    `<b>Сегодня</b>, ${days.format(new Date())}`,
    ...lines,
    `Итого ${duration(total)}, ${sessions} ${word}${change}`,
  ].join('\n');
}

const signed = (value: number) => (value < 0 ? `−${-value}` : `+${value}`);

export const statisticsKeyboard = new InlineKeyboard()
  .text('• Сегодня', 'stats:today')
  .text('Вчера', 'stats:yesterday')
  .row()
  .text('Неделя', 'stats:week')
  .text('Месяц', 'stats:month')
  .text('Год', 'stats:year')
  .row()
  .text('Все активности ▾', 'stats:activities')
  .text('Период…', 'stats:range')
  .text('График', 'stats:chart');
