import { z } from 'zod';
import { action, argument, type Action } from '../builder/actions-catalogue.ts';
import { fileTelling } from '../jobs/file-telling.ts';
import { requestExport } from './request-export.ts';
import { exportFormats } from './schema.ts';

/** The callbacks that say what becomes of an export; `ready` goes with the file, `failed` comes in place of it. */
const screens = {
  choose: 'settings.export',
  started: 'export.started',
  ready: 'export.ready',
  failed: 'export.failed',
  busy: 'export.busy',
} as const;

const format = argument(z.enum(exportFormats), {
  ru: ['Формат', 'csv, xlsx или json; без него его называет кнопка'],
  en: ['Format', 'csv, xlsx or json; without it the button names it'],
});

/** What buttons and messages can do to have sessions as a file. */
export const exportActions: readonly Action[] = [
  action({
    name: 'export',
    title: { ru: 'Прислать файл с сессиями', en: 'Send a file of the sessions' },
    summary: {
      ru: 'Готовит файл со всеми сессиями человека и присылает его в чат.',
      en: 'Makes a file of all of a person’s sessions and sends it to the chat.',
    },
    example: 'export csv',
    args: z.strictObject({ format: format.optional() }),
    fromWords: (words) => (words.trim() === '' ? {} : { format: words.trim() }),
    targets: () => Object.values(screens),
    run: async (turn, args) => {
      const wanted = args.format ?? exportFormats.find((name) => name === turn.args);
      if (wanted === undefined) return turn.go(screens.choose);
      const requested = await requestExport(turn.batch, turn.person.id, { format: wanted }, (id) =>
        fileTelling(turn, id, { done: screens.ready, failed: screens.failed }),
      );
      if (!requested.ok) {
        turn.outcome = 'export_busy';
        return turn.go(screens.busy);
      }
      turn.write(requested.queue);
      return turn.go(screens.started);
    },
  }),
];
