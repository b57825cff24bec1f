import type { Language } from './language.ts';

/** What the columns of an exported table are called. */
export const columnNames = {
  ru: {
    activity: 'Активность',
    started: 'Начало',
    finished: 'Конец',
    seconds: 'Секунд',
    duration: 'Длительность',
    pauses: 'Паузы',
    zone: 'Часовой пояс',
    id: 'Номер',
  },
  en: {
    activity: 'Activity',
    started: 'Start',
    finished: 'End',
    seconds: 'Seconds',
    duration: 'Duration',
    pauses: 'Pauses',
    zone: 'Time zone',
    id: 'Id',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** The name of the sheet that holds them. */
export const sheetNames: Readonly<Record<Language, string>> = { ru: 'Сессии', en: 'Sessions' };
