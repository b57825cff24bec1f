import { z } from 'zod';
import { action, argument, type Action } from '../actions-catalogue.ts';
import { templateArgument } from '../expressions.ts';

/** What goes to the administrators. */
export const reportActions: readonly Action[] = [
  action({
    name: 'notify_admin',
    title: { ru: 'Написать администраторам', en: 'Write to the administrators' },
    summary: {
      ru: 'Пишет администраторам: тем, кто указал свой номер в Telegram, и в чаты, заданные при установке.',
      en: 'Writes to the administrators: to those who gave their number in Telegram, and to the chats set at the installation.',
    },
    example: 'notify_admin {{ user.first_name }} просит позвонить: {{ vars.phone }}',
    args: z.strictObject({
      text: argument(templateArgument('html', 4_000), {
        ru: ['Текст', 'Можно с оформлением и {{ значениями }}'],
        en: ['Text', 'Telegram’s HTML, perhaps with {{ values }}'],
      }),
    }),
    fromWords: (words) => ({ text: words.trim() }),
    templates: ({ text }) => [text],
    run: async (turn, { text }, entry) => {
      const said = await entry.text(turn, text);
      if (said !== '') turn.outputs.push({ kind: 'report', text: said });
    },
  }),
];
