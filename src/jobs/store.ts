import { sql } from 'kysely';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Queries } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';
import type { JobId, UserId } from '../platform/ids.ts';
import type { Job, JobFile, JobStatus, NewJob, Telling } from './job.ts';

/** Days after which a job is forgotten. */
const rememberedDays = 30;

/** Jobs that are queued in a batch: they are there when what asked for them is. */
export class JobsDesk implements Desk {
  readonly #queued: NewJob[] = [];

  queue(job: NewJob): void {
    this.#queued.push(job);
  }

  writes(): readonly Write[] {
    return this.#queued.map((job, place) => ({ name: `queued_job_${place}`, sql: queueJob(job) }));
  }
}

export const jobsDesk = (): JobsDesk => new JobsDesk();

/** A new job, to be taken up by the next worker that looks. */
export function queueJob({ id, kind, userId, arguments: given, telling }: NewJob): Statement<{ id: JobId }> {
  return sql`
    insert into jobs (id, kind, user_id, arguments, telling)
    values (${id}::uuid, ${kind}, ${userId}::bigint, ${JSON.stringify(given)}::jsonb,
      ${telling && JSON.stringify(telling)}::jsonb)
    returning id`;
}

/** How many jobs of a kind somebody has that are not over. */
export function countOpen(userId: UserId, kind: string): Statement<{ open: number }> {
  return sql`
    select count(*)::int as open from jobs
    where user_id = ${userId}::bigint and kind = ${kind} and status in ('queued', 'running')`;
}

/** A job that a worker has taken up. `attempt` tells it from who had it before. */
export interface TakenJob {
  readonly id: JobId;
  readonly kind: string;
  readonly userId: UserId | null;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  /** Earlier attempts that failed through their own fault, or ended with their worker. */
  readonly failures: number;
  /** Seconds since it was queued, by the database's clock. */
  readonly age: number;
}

/**
 * Takes up the job that waits longest, or one whose worker has not been heard of, and holds it for `lease`
 * milliseconds; those of urgent kinds first. Whoever takes at the same moment gets another.
 */
export async function takeJob(
  queries: Queries,
  lease: number,
  urgent: readonly string[] = [],
): Promise<TakenJob | null> {
  const { rows } = await sql<TakenJob>`
    with next as (
      select id, status = 'running' as has_lost_worker from jobs
      where status in ('queued', 'running') and (held_until is null or held_until <= now())
      order by kind = any(${urgent}::text[]) desc, created_at limit 1
      for update skip locked)
    update jobs set status = 'running', attempts = least(attempts + 1, 32767), held_until = ${inMilliseconds(lease)},
      started_at = coalesce(started_at, now()), failures = failures + has_lost_worker::int
    from next where jobs.id = next.id
    returning jobs.id, jobs.kind, jobs.user_id as "userId", jobs.arguments, jobs.attempts as attempt, jobs.failures,
      extract(epoch from now() - jobs.created_at)::float8 as age`.execute(queries);
  return rows[0] ?? null;
}

type Held = Pick<TakenJob, 'id' | 'attempt'>;

/** @returns whether the job is still held, now for `lease` milliseconds more. */
export async function keepJob(queries: Queries, held: Held, progress: number, lease: number): Promise<boolean> {
  return touched(
    queries,
    sql`
      update jobs set held_until = ${inMilliseconds(lease)}, progress = ${progress}::smallint
      where ${isHeld(held)} returning id`,
  );
}

/**
 * Leaves a job to whoever takes it up next.
 *
 * @param after milliseconds from which on it may be taken.
 * @param hasFailed whether this attempt counts as a failure of its own.
 */
export async function leaveJob(
  queries: Queries,
  held: Held,
  { after, hasFailed }: { readonly after: number; readonly hasFailed: boolean },
): Promise<boolean> {
  return touched(
    queries,
    sql`
      update jobs set status = 'queued', held_until = ${inMilliseconds(after)}, progress = 0,
        failures = failures + ${hasFailed ? 1 : 0}::smallint
      where ${isHeld(held)} returning id`,
  );
}

/** @returns whether it was still held: otherwise somebody else makes it anew, and the file is nobody's. */
export async function finishJob(queries: Queries, held: Held, file: JobFile | null): Promise<boolean> {
  return touched(
    queries,
    sql`
      update jobs set status = 'done', progress = 100, held_until = null, finished_at = now(),
        file = ${file && JSON.stringify(file)}::jsonb
      where ${isHeld(held)} returning id`,
  );
}

/** @param error the code that finds the log. */
export async function failJob(queries: Queries, held: Held, error: string): Promise<boolean> {
  return touched(
    queries,
    sql`
      update jobs set status = 'failed', held_until = null, finished_at = now(), error = ${error}
      where ${isHeld(held)} returning id`,
  );
}

function isHeld({ id, attempt }: Held) {
  return sql`id = ${id}::uuid and attempts = ${attempt}::smallint and status = 'running'`;
}

async function touched(queries: Queries, statement: Statement): Promise<boolean> {
  const { rows } = await statement.execute(queries);
  return rows.length > 0;
}

export async function readJob(queries: Queries, id: JobId): Promise<Job | null> {
  const { rows } = await sql<{
    id: JobId;
    kind: string;
    user_id: UserId | null;
    status: JobStatus;
    progress: number;
    file: JobFile | null;
    error: string | null;
    created_at: Temporal.Instant;
    started_at: Temporal.Instant | null;
    finished_at: Temporal.Instant | null;
  }>`
    select id, kind, user_id, status, progress, file, error, created_at, started_at, finished_at
    from jobs where id = ${id}::uuid`.execute(queries);
  const [row] = rows;
  if (!row) return null;
  const { id: jobId, kind, status, progress, file, error } = row;
  const times = { createdAt: row.created_at, startedAt: row.started_at, finishedAt: row.finished_at };
  return { id: jobId, kind, userId: row.user_id, status, progress, file, error, ...times };
}

/** A job that is over and of which a chat has not heard. */
export interface UntoldJob {
  readonly id: JobId;
  readonly userId: UserId;
  readonly status: 'done' | 'failed';
  readonly telling: Telling;
  readonly file: JobFile | null;
  /** The message that told how far it was. */
  readonly progressMessage: number | null;
}

const isUntold = sql`telling is not null and finished_at is not null
      and (shown_at is null or shown_taken_at is not null or shown_at < now() - interval '20 seconds')`;

const isSlow = sql`status = 'running' and telling -> 'progress' is not null
      and started_at < now() - interval '5 seconds'
      and (shown_at is null or (shown_progress <> progress and shown_taken_at < now() - interval '3 seconds'))`;

/** A row where there are jobs to be told of; asked every second, by `jobs_to_tell` and `jobs_open`. */
export function anyToTell(): Statement {
  return sql`
    (select from jobs where ${isUntold} limit 1) union all (select from jobs where ${isSlow} limit 1)`;
}

/**
 * Jobs that are over and have to be told of, held until the transaction ends. One of which the chat is just being told
 * how far it is waits until Telegram has taken that, and its message is known; not for ever, because it may be lost.
 */
export function untoldJobs(limit: number): Statement<UntoldJob> {
  return sql`
    select id, user_id as "userId", status, telling, file, shown_message as "progressMessage" from jobs
    where ${isUntold}
    order by finished_at limit ${limit}::int
    for update skip locked`;
}

/** Notes that what there was to tell lies with the messages to be sent. */
export function toldJobs(ids: readonly JobId[]): Statement {
  return sql`update jobs set telling = null where id = any(${ids}::uuid[])`;
}

/** A job that takes long, of whose progress its chat is to hear. */
export interface SlowJob {
  readonly id: JobId;
  readonly userId: UserId;
  readonly telling: Telling;
  readonly progress: number;
  /** The message that has told of it before. */
  readonly progressMessage: number | null;
}

/**
 * Jobs that have gone on for five seconds, and whose chats do not know how far they are now: not more often than each
 * three seconds, and not while Telegram has not taken what was said last.
 */
export function slowJobs(limit: number): Statement<SlowJob> {
  return sql`
    select id, user_id as "userId", telling, progress, shown_message as "progressMessage" from jobs
    where ${isSlow}
    order by started_at limit ${limit}::int
    for update skip locked`;
}

/** Notes that the progress of these jobs lies with the messages to be sent. */
export function showedProgress(ids: readonly JobId[]): Statement {
  return sql`
    update jobs set shown_progress = progress, shown_at = now(), shown_taken_at = null where id = any(${ids}::uuid[])`;
}

/** Remembers the message in which a chat was told how far a job is, now that Telegram has taken it. */
export async function noteProgressMessage(queries: Queries, id: JobId, messageId: number): Promise<void> {
  await sql`
    update jobs set shown_message = ${messageId}::bigint, shown_taken_at = now() where id = ${id}::uuid`.execute(
    queries,
  );
}

/** Takes the files that are kept long enough off their jobs, for deletion, and forgets old jobs. */
export async function expireFiles(queries: Queries, days: number): Promise<JobFile[]> {
  const { rows } = await sql<{ file: JobFile }>`
    with old as (
      select id, file from jobs
      where file is not null and finished_at < now() - make_interval(days => ${days}::int)
      limit 1000 for update skip locked)
    update jobs set file = null from old where jobs.id = old.id returning old.file`.execute(queries);
  await sql`
    delete from jobs where file is null and finished_at < now() - make_interval(days => ${rememberedDays}::int)`.execute(
    queries,
  );
  return rows.map((row) => row.file);
}

function inMilliseconds(milliseconds: number) {
  return sql`now() + ${milliseconds}::float8 * interval '1 millisecond'`;
}

/** Of these attempts at jobs, the ones whose file nobody will want: their job is over without it, or goes on without them. */
export async function deadAttempts(
  queries: Queries,
  attempts: readonly { readonly id: JobId; readonly attempt: number; readonly key: string }[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select key
    from unnest(${attempts.map(({ id }) => id)}::uuid[], ${attempts.map(({ attempt }) => attempt)}::int[],
      ${attempts.map(({ key }) => key)}::text[]) as made(id, attempt, key)
    left join jobs j on j.id = made.id
    where not coalesce(j.file ->> 'key' = made.key or (j.finished_at is null and j.attempts <= made.attempt), false)`.execute(
    queries,
  );
  return rows.map(({ key }) => key);
}
