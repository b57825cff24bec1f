import type { InlineButton, InlineKeyboard } from './sent.ts';

/** The activities every new person has. */
const activities = new Set(['Работа', 'Учёба', 'Чтение', 'Спорт']);

export function activityButtons(keyboard: InlineKeyboard): InlineButton[] {
  return keyboard.flat().filter((button) => activities.has(button.text));
}
