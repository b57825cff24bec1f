import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { fileKey } from '../../jobs/file-key.ts';
import { linkMark, newJobId, percentMark, type JobFile } from '../../jobs/job.ts';
import { noteProgress } from '../../jobs/note-progress.ts';
import { finishJob, keepJob, queueJob, takeJob, type TakenJob } from '../../jobs/store.ts';
import { describeOnBothEngines } from '../../platform/database/testing.ts';
import { newPerson } from '../../tracker/testing.ts';
import { tellOnce } from './tell-jobs.ts';

const chatId = 7;
const telling = {
  chatId,
  done: 'Ваши сессии.',
  failed: 'Не вышло',
  progress: `Готовлю файл… ${percentMark} %`,
  linked: `<a href="${linkMark}">Скачать</a>`,
  tooLarge: 'Файл больше 50 МБ',
};
const say = (text: string) => ({ chat_id: chatId, text, parse_mode: 'HTML' });

describeOnBothEngines('what a chat is told of a file that is made', (database) => {
  beforeEach(async () => {
    await sql`delete from jobs`.execute(database().queries);
    await sql`delete from outgoing`.execute(database().queries);
  });

  async function begun(): Promise<TakenJob> {
    const { queries } = database();
    const { id: userId } = await newPerson(database());
    await queueJob({ id: newJobId(), kind: 'export', userId, arguments: {}, telling }).execute(queries);
    const job = await takeJob(queries, 60_000);
    if (!job) throw new Error('not taken');
    return job;
  }
  const tell = (linkOf?: () => string) => tellOnce({ database: database(), botId: 5, linkOf });

  /** What there is to say now, which Telegram then takes. */
  async function said(): Promise<unknown[]> {
    const { queries } = database();
    const { rows } = await sql<{ calls: { method: string; payload: unknown; tag?: string }[] }>`
      delete from outgoing returning calls`.execute(queries);
    const calls = rows.flatMap((row) => row.calls);
    for (const { tag = '' } of calls) await noteProgress(queries, tag, 31);
    return calls.map(({ method, payload }) => [method, payload]);
  }
  const later = (seconds: number) =>
    sql`update jobs set started_at = started_at - make_interval(secs => ${seconds}),
      shown_at = shown_at - make_interval(secs => ${seconds}),
      shown_taken_at = shown_taken_at - make_interval(secs => ${seconds})`.execute(database().queries);

  it('T8 is how far it is after five seconds, in one message that changes calmly and goes in the end', async () => {
    const { queries } = database();
    const job = await begun();
    await keepJob(queries, job, 10, 60_000);
    expect(await tell()).toBe(0);
    await later(6);
    await keepJob(queries, job, 40, 60_000);
    const told = await Promise.all([tell(), tell(), tell()]);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
    // Nothing more before Telegram has taken that, nor soon after, nor where nothing is new.
    await keepJob(queries, job, 50, 60_000);
    await later(4);
    expect(await tell()).toBe(0);
    expect(await said()).toEqual([['sendMessage', say('Готовлю файл… 40 %')]]);
    expect(await tell()).toBe(0);
    await later(4);
    expect(await tell()).toBe(1);
    expect(await said()).toEqual([['editMessageText', { ...say('Готовлю файл… 50 %'), message_id: 31 }]]);
    await later(4);
    expect(await tell()).toBe(0);
    await finishJob(queries, job, fileOf(job, 3));
    expect(await tell()).toBe(1);
    expect(await said()).toEqual([
      ['sendDocument', expect.objectContaining({ chat_id: chatId, caption: 'Ваши сессии.' })],
      ['deleteMessage', { chat_id: chatId, message_id: 31 }],
    ]);
  });

  it('T8 is not two messages of progress when a worker dies, nor one that is left behind', async () => {
    const { queries } = database();
    const first = await begun();
    await later(6);
    expect(await tell()).toBe(1);
    // The job is over before Telegram has taken the message: that is waited for, to take it away then.
    await sql`update jobs set held_until = null`.execute(queries);
    const second = await takeJob(queries, 60_000);
    expect(second?.id).toBe(first.id);
    await finishJob(queries, second ?? first, fileOf(first, 3));
    expect(await tell()).toBe(0);
    expect(await said()).toEqual([['sendMessage', say('Готовлю файл… 0 %')]]);
    expect(await tell()).toBe(1);
    expect(await said()).toEqual([
      ['sendDocument', expect.anything()],
      ['deleteMessage', { chat_id: chatId, message_id: 31 }],
    ]);
  });

  it('T8 is a link where the file is more than Telegram takes, and a sentence where there can be none', async () => {
    const { queries } = database();
    const linked = await begun();
    await finishJob(queries, linked, fileOf(linked, 60_000_000));
    expect(await tell(() => 'https://minuta.example/files/1')).toBe(1);
    expect(await said()).toEqual([['sendMessage', say('<a href="https://minuta.example/files/1">Скачать</a>')]]);
    const unlinked = await begun();
    await finishJob(queries, unlinked, fileOf(unlinked, 60_000_000));
    await tell();
    expect(await said()).toEqual([['sendMessage', say('Файл больше 50 МБ')]]);
  });
});

function fileOf(job: TakenJob, size: number): JobFile {
  return { key: fileKey(job, 'csv'), name: 'a.csv', type: 'text/csv', size };
}
