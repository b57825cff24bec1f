import { sql } from 'kysely';
import { toldJobs, untoldJobs, type UntoldJob } from '../../jobs/store.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { rest } from '../../platform/rest.ts';
import type { Call } from '../call.ts';
import type { FileReference } from '../client-multipart.ts';
import { objectReference } from '../open-files.ts';

/** Jobs told of in one transaction. */
const atOnce = 50;
/** Milliseconds between looks. */
const pause = 1_000;

export interface TellingOptions {
  readonly database: Database;
  readonly botId: number;
  readonly log: Logger;
  /** Told that something is to be sent now. */
  readonly wake: () => void;
}

/**
 * Tells chats of jobs that are over, until `signal` is aborted: the message becomes a row of `outgoing` in the very
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
export function tellOnce({ database, botId }: Pick<TellingOptions, 'database' | 'botId'>): Promise<number> {
  return database.transact(async (session) => {
    const [jobs] = await session.send(untoldJobs(atOnce));
    const before = jobs.length === 0 ? [] : [toldJobs(jobs.map(({ id }) => id))];
    const statement = jobs.length === 0 ? sql`select` : enqueue(botId, jobs);
    return { before, statement, conclude: () => jobs.length };
  });
}

function enqueue(botId: number, jobs: readonly UntoldJob[]): Statement {
  return sql`
    insert into outgoing (bot_id, chat_id, user_id, calls, due_at)
    select ${botId}::bigint, chat_id, user_id, calls, now()
    from unnest(${jobs.map((job) => job.telling.chatId)}::bigint[], ${jobs.map((job) => job.userId)}::bigint[],
      ${jobs.map((job) => JSON.stringify([callFor(job)]))}::json[]) as told(chat_id, user_id, calls)`;
}

function callFor({ status, telling, file }: UntoldJob): Call {
  const { chatId, done, failed } = telling;
  if (status === 'done' && file) {
    const document: FileReference = { file: objectReference(file.key), name: file.name, type: file.type };
    return { method: 'sendDocument', payload: { chat_id: chatId, document, caption: done, parse_mode: 'HTML' } };
  }
  const text = status === 'done' ? done : failed;
  return { method: 'sendMessage', payload: { chat_id: chatId, text, parse_mode: 'HTML' } };
}
