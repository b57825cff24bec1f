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
}

/**
 * Takes up the job that waits longest, or one whose worker has not been heard of, and holds it for `lease`
 * milliseconds. Whoever takes at the same moment gets another.
 */
export async function takeJob(queries: Queries, lease: number): Promise<TakenJob | null> {
  const { rows } = await sql<TakenJob>`
    with next as (
      select id from jobs
      where status in ('queued', 'running') and (held_until is null or held_until <= now())
      order by created_at limit 1
      for update skip locked)
    update jobs set status = 'running', attempts = least(attempts + 1, 32767), held_until = ${inMilliseconds(lease)},
      started_at = coalesce(started_at, now())
    from next where jobs.id = next.id
    returning jobs.id, jobs.kind, jobs.user_id as "userId", jobs.arguments, jobs.attempts as attempt`.execute(queries);
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
 * @param after milliseconds from which on it may be taken; null: at once, and this attempt does not count.
 */
export async function leaveJob(queries: Queries, held: Held, after: number | null): Promise<boolean> {
  return touched(
    queries,
    sql`
      update jobs set status = 'queued', held_until = ${inMilliseconds(after ?? 0)}, progress = 0,
        attempts = attempts - ${after === null ? 1 : 0}::smallint
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
}

/** Jobs that are over and have to be told of, held until the transaction ends. */
export function untoldJobs(limit: number): Statement<UntoldJob> {
  return sql`
    select id, user_id as "userId", status, telling, file from jobs
    where telling is not null and finished_at is not null
    order by finished_at limit ${limit}::int
    for update skip locked`;
}

/** Notes that what there was to tell lies with the messages to be sent. */
export function toldJobs(ids: readonly JobId[]): Statement {
  return sql`update jobs set telling = null where id = any(${ids}::uuid[])`;
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
