import { z } from 'zod';
import { ActionFailure } from '../action-failure.ts';
import { action, argument, type Action } from '../actions-catalogue.ts';
import { withForm } from '../argument-form.ts';

const noArgs = z.strictObject({});

/** What shows the entry's message, or takes it back. */
export const screenActions: readonly Action[] = [
  action({
    name: 'send',
    title: { ru: 'Отправить сообщение', en: 'Send the message' },
    summary: { ru: 'Отправляет сообщение новым.', en: 'Sends the message as a new one.' },
    example: 'send',
    args: noArgs,
    shows: 'message',
    run: (turn, _, entry) => entry.show(turn, 'send'),
  }),
  action({
    name: 'edit',
    title: { ru: 'Заменить нажатое сообщение', en: 'Replace the pressed message' },
    summary: {
      ru: 'Ставит сообщение на место того, чью кнопку нажали; если такого нет, отправляет новым.',
      en: 'Puts the message in place of the one whose button was pressed; sends it where there is none.',
    },
    example: 'edit',
    args: noArgs,
    shows: 'message',
    run: (turn, _, entry) => entry.show(turn, 'edit'),
  }),
  action({
    name: 'notice',
    title: { ru: 'Показать надпись поверх чата', en: 'Show a notice over the chat' },
    summary: {
      ru: 'Показывает сообщение короткой надписью поверх чата, до 200 знаков.',
      en: 'Shows the message as a short notice over the chat, up to 200 characters.',
    },
    example: 'notice',
    args: noArgs,
    shows: 'notice',
    run: (turn, _, entry) => entry.notify(turn, false),
  }),
  action({
    name: 'alert',
    title: { ru: 'Показать окно поверх чата', en: 'Show a window over the chat' },
    summary: {
      ru: 'Показывает сообщение окном, которое надо закрыть, до 200 знаков.',
      en: 'Shows the message as a notice that has to be closed, up to 200 characters.',
    },
    example: 'alert',
    args: noArgs,
    shows: 'notice',
    run: (turn, _, entry) => entry.notify(turn, true),
  }),
  action({
    name: 'retire',
    title: { ru: 'Убрать кнопки у сообщения', en: 'Take the buttons off' },
    summary: {
      ru: 'Убирает кнопки у сообщения, чью кнопку нажали; дальнейшее придёт новым сообщением.',
      en: 'Takes the buttons off the message whose button was pressed; what follows comes in a new one.',
    },
    example: 'retire',
    args: noArgs,
    run: (turn) => turn.leavePressedMessage(),
  }),
  action({
    name: 'keyboard',
    title: { ru: 'Открыть клавиатуру', en: 'Open a keyboard' },
    summary: {
      ru: 'Открывает другую клавиатуру: со своим сообщением, а без него — под сообщением, чью кнопку нажали.',
      en: 'Opens another keyboard: with the entry’s message, or without one under the message whose button was pressed.',
    },
    example: 'keyboard main',
    failures: {
      nothing_to_show: {
        ru: 'Клавиатуру не к чему поставить: нет ни своего сообщения, ни нажатой кнопки, или ей нужно сообщение.',
        en: 'Nothing to put the keyboard under: no message, no pressed button, or one that needs a message.',
      },
    },
    args: z.strictObject({
      keyboard: argument(withForm(z.string().min(1).max(64), 'keyboard'), {
        ru: ['Клавиатура', 'Её имя'],
        en: ['Keyboard', 'Its name'],
      }),
    }),
    fromWords: (words) => ({ keyboard: words.trim() }),
    keyboards: ({ keyboard }) => [keyboard],
    shows: 'perhaps',
    run: (turn, { keyboard }, entry) => {
      if (entry.hasMessage) return entry.show(turn, 'edit', { keyboard });
      if (!turn.pressedMessage) throw new ActionFailure('nothing_to_show');
      return entry.showKeyboard(turn, keyboard);
    },
  }),
];
