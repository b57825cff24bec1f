import { z } from 'zod';
import { action, type Action } from '../builder/actions-catalogue.ts';
import { fileTelling } from '../jobs/file-telling.ts';
import { newJobId } from '../jobs/job.ts';
import { requestJob } from '../jobs/request-job.ts';
import { receiptNumber } from '../texts/receipt-number.ts';
import { allDataKind } from './all-data.ts';
import { eraseInBatch } from './request-erasure.ts';

/** The callbacks that say what becomes of a wish; `dataReady` goes with the file, `erased` is the receipt. */
const screens = {
  dataStarted: 'privacy.data_started',
  dataReady: 'privacy.data_ready',
  dataFailed: 'export.failed',
  dataBusy: 'export.busy',
  started: 'privacy.started',
  erased: 'privacy.erased',
} as const;

/** What buttons and messages can do about what is known of a person. */
export const privacyActions: readonly Action[] = [
  action({
    name: 'privacy.data',
    title: { ru: 'Прислать все данные', en: 'Send all data' },
    summary: {
      ru: 'Собирает всё, что известно о человеке, в один файл и присылает его в чат.',
      en: 'Gathers all that is known about a person into one file and sends it to the chat.',
    },
    example: 'privacy.data',
    args: z.strictObject({}),
    targets: () => [screens.dataStarted, screens.dataReady, screens.dataFailed, screens.dataBusy],
    run: async (turn) => {
      const wish = { userId: turn.person.id, kind: allDataKind, arguments: {} };
      const requested = await requestJob(turn.batch, wish, (id) =>
        fileTelling(turn, id, { done: screens.dataReady, failed: screens.dataFailed }),
      );
      if (!requested.ok) {
        turn.outcome = 'export_busy';
        return turn.go(screens.dataBusy);
      }
      turn.write(requested.queue);
      return turn.go(screens.dataStarted);
    },
  }),
  action({
    name: 'privacy.erase',
    title: { ru: 'Удалить все данные', en: 'Delete all data' },
    summary: {
      ru: 'Удаляет всё, что известно о человеке, без возможности вернуть; потом приходит подтверждение.',
      en: 'Deletes all that is known about a person, for ever; a receipt comes when it is done.',
    },
    example: 'privacy.erase',
    args: z.strictObject({}),
    targets: () => [screens.started, screens.erased],
    run: async (turn) => {
      const id = newJobId();
      // In the words and the language of this moment: when it is over nobody knows who they were.
      turn.values['erasure'] = { number: receiptNumber(id) };
      const [done, failed] = [await turn.wordsOf(screens.erased), await turn.wordsOf(screens.started)];
      turn.write(() => eraseInBatch(turn.batch, turn.person.id, id, { chatId: turn.chatId, done, failed }));
      return turn.go(screens.started);
    },
  }),
];
