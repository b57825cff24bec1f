import { sql } from 'kysely';
import { linkMark, percentMark, type JobFile } from '../../jobs/job.ts';
import { progressTag } from '../../jobs/note-progress.ts';
import {
  anyToTell,
  showedProgress,
  slowJobs,
  toldJobs,
  untoldJobs,
  type SlowJob,
  type UntoldJob,
} from '../../jobs/store.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { JobId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { rest } from '../../platform/rest.ts';
import type { Call } from '../call.ts';
import type { FileReference } from '../client-multipart.ts';
import { objectReference } from '../open-files.ts';

/** Jobs told of in one transaction. */
const atOnce = 50;
/** The largest file that the Bot API takes, with some room for what goes around it. */
const mostBytes = 49_900_000;
/** Milliseconds between looks. */
const pause = 1_000;

export interface TellingOptions {
  readonly database: Database;
  readonly botId: number;
  readonly log: Logger;
  /** An address where a file that is too large for a chat can be fetched; without it there is none. */
  readonly linkOf?: ((id: JobId, file: JobFile) => string) | undefined;
  /** Told that something is to be sent now. */
  readonly wake: () => void;
}

/**
 * Tells chats of jobs that are over or take long, until `signal` is aborted: the message becomes a row of `outgoing` in the very
 * transaction that notes the job as told, so that it is said once, whoever looks and whenever they die.
 */
export async function tellJobs(options: TellingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const count = await tellOnce(options).catch((error: unknown) => {
      options.log.warn({ code: 'jobs.tell', err: error }, 'cannot tell of jobs that are over');
      return 0;
    });
    if (count > 0) options.wake();
    if (count < atOnce) await rest(pause, signal);
  }
}

/** @returns how many jobs were told of. */
export async function tellOnce({
  database,
  botId,
  linkOf,
}: Pick<TellingOptions, 'database' | 'botId' | 'linkOf'>): Promise<number> {
  // Nearly always there are none, and a transaction would take five statements to see it.
  const [any] = await database.reads.send(anyToTell());
  if (any.length === 0) return 0;
  return database.transact(async (session) => {
    const [over, slow] = await session.send(untoldJobs(atOnce), slowJobs(atOnce));
    const letters = [
      ...over.map((job) => ({ job, calls: callsAtEnd(job, linkOf) })),
      ...slow.map((job) => ({ job, calls: [progressCall(job)] })),
    ];
    if (letters.length === 0) return { before: [], statement: sql`select`, conclude: () => 0 };
    const before = [toldJobs(over.map(({ id }) => id)), showedProgress(slow.map(({ id }) => id))];
    return { before, statement: enqueue(botId, letters), conclude: () => letters.length };
  });
}

interface JobLetter {
  readonly job: UntoldJob | SlowJob;
  readonly calls: readonly Call[];
}

function enqueue(botId: number, letters: readonly JobLetter[]): Statement {
  return sql`
    insert into outgoing (bot_id, chat_id, user_id, calls, due_at)
    select ${botId}::bigint, chat_id, user_id, calls, now()
    from unnest(${letters.map(({ job }) => job.telling.chatId)}::bigint[], ${letters.map(({ job }) => job.userId)}::bigint[],
      ${letters.map(({ calls }) => JSON.stringify(calls))}::json[]) as told(chat_id, user_id, calls)`;
}

/** What a job has come to, and away with the message that told how far it was. */
function callsAtEnd(job: UntoldJob, linkOf: TellingOptions['linkOf']): readonly Call[] {
  const { progressMessage, telling } = job;
  const end = callAtEnd(job, linkOf);
  if (progressMessage === null) return [end];
  return [end, { method: 'deleteMessage', payload: { chat_id: telling.chatId, message_id: progressMessage } }];
}

function callAtEnd({ id, status, telling, file }: UntoldJob, linkOf: TellingOptions['linkOf']): Call {
  const { chatId, done, failed, linked, tooLarge } = telling;
  if (status === 'failed') return say(chatId, failed);
  if (!file) return say(chatId, done);
  if (file.size > mostBytes) {
    const link = linkOf?.(id, file);
    return say(
      chatId,
      link === undefined ? (tooLarge ?? failed) : (linked ?? `${done}\n${linkMark}`).replaceAll(linkMark, link),
    );
  }
  const document: FileReference = { file: objectReference(file.key), name: file.name, type: file.type };
  return { method: 'sendDocument', payload: { chat_id: chatId, document, caption: done, parse_mode: 'HTML' } };
}

/** The first time a message of its own, later in that one's place. Its tag brings back which message that is. */
function progressCall({ id, telling, progress, progressMessage }: SlowJob): Call {
  const { chatId, progress: words = '' } = telling;
  const { method, payload } = say(chatId, words.replaceAll(percentMark, String(progress)));
  const tag = progressTag(id);
  if (progressMessage === null) return { method, payload, tag };
  return { method: 'editMessageText', payload: { ...payload, message_id: progressMessage }, tag };
}

function say(chatId: number, text: string): Call {
  return { method: 'sendMessage', payload: { chat_id: chatId, text, parse_mode: 'HTML' } };
}
