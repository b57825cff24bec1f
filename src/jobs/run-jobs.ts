import type { Queries } from '../platform/database/database.ts';
import { isPassing } from '../platform/database/errors.ts';
import { ObjectsError } from '../platform/objects/objects.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { rest } from '../platform/rest.ts';
import { codeOf, type JobFile } from './job.ts';
import { failJob, finishJob, keepJob, leaveJob, takeJob, type TakenJob } from './store.ts';

/** Does one kind of job. Whatever it leaves behind must not harm whoever does the same job again. */
export interface JobKind {
  /** After so many attempts that failed or ended with their worker it has failed; three unless said. */
  readonly mostAttempts?: number;
  /** Whether it goes before other kinds, however long those have waited. */
  readonly isUrgent?: true;
  /**
   * @returns the file it has made; null where it makes none.
   * @param signal aborted when the job is lost to another worker, or the process stops.
   * @param report takes the progress in percent.
   */
  make(job: TakenJob, context: { signal: AbortSignal; report: (percent: number) => void }): Promise<JobFile | null>;
  /** Forgets a file that was made and is nobody's. */
  discard(file: JobFile): Promise<void>;
}

/** All in milliseconds. */
export interface JobTimes {
  /** Between looks where nothing waits. */
  readonly look: number;
  /** For which a job is held after its worker was last heard of. */
  readonly lease: number;
  readonly heartbeat: number;
  /** Before a job that failed is tried again; twice as long after each further failure, up to a minute. */
  readonly pause: number;
}

const defaultTimes: JobTimes = { look: 1_000, lease: 15_000, heartbeat: 4_000, pause: 5_000 };

const usualAttempts = 3;
const longestPause = 60_000;
/** Seconds for which a job that can do nothing for it is tried again: the store or the database is away. */
const patience = 3_600;

export interface JobsOptions {
  readonly queries: Queries;
  readonly kinds: Readonly<Record<string, JobKind>>;
  readonly log: Logger;
  readonly times?: Partial<JobTimes>;
}

/**
 * Does the jobs that wait, one after the other, until `signal` is aborted. A job belongs to whoever took it up while
 * their heartbeat goes on; when it stops, another worker begins the job anew, and what the first one still does to it
 * has no effect.
 */
export async function runJobs(options: JobsOptions, signal: AbortSignal): Promise<void> {
  const times = { ...defaultTimes, ...options.times };
  const urgent = Object.keys(options.kinds).filter((name) => options.kinds[name]?.isUrgent === true);
  while (!signal.aborted) {
    const job = await takeJob(options.queries, times.lease, urgent).catch((error: unknown) => {
      options.log.warn({ code: 'jobs.look', err: error }, 'cannot see what is to be done');
      return null;
    });
    if (job) await runJob(options, times, job, signal);
    else await rest(times.look, signal);
  }
}

async function runJob({ queries, kinds, log }: JobsOptions, times: JobTimes, job: TakenJob, stopping: AbortSignal) {
  const kind = kinds[job.kind];
  const mostAttempts = kind?.mostAttempts ?? usualAttempts;
  const lost = new AbortController();
  let progress = 0;
  const beat = async (): Promise<void> => {
    if (!(await keepJob(queries, job, progress, times.lease))) lost.abort();
  };
  const beating = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ code: 'jobs.beat', job: job.id, err: error }, 'no heartbeat'));
  }, times.heartbeat);
  try {
    if (!kind) throw new Error(`nobody knows how to do a job of kind ${job.kind}`);
    if (job.failures >= mostAttempts) throw new Error('its workers have died');
    const file = await kind.make(job, {
      signal: AbortSignal.any([stopping, lost.signal]),
      report: (percent) => {
        progress = Math.min(99, Math.max(progress, Math.floor(percent)));
      },
    });
    if (await finishJob(queries, job, file)) log.info({ job: job.id, kind: job.kind }, 'a job is done');
    else if (file) await kind.discard(file);
  } catch (error) {
    await giveUp(error);
  } finally {
    clearInterval(beating);
  }

  async function giveUp(error: unknown): Promise<void> {
    const code = codeOf(job.id);
    const isPatient = job.age < patience && (error instanceof ObjectsError || isPassing(error));
    const isLast = !kind || (!isPatient && job.failures + 1 >= mostAttempts);
    if (lost.signal.aborted) return;
    try {
      // A stop is not the job's fault: whoever comes next begins it at once.
      if (stopping.aborted) await leaveJob(queries, job, { after: 0, hasFailed: false });
      else if (isLast) {
        log.error({ code, job: job.id, kind: job.kind, err: error }, 'a job has failed');
        await failJob(queries, job, code);
      } else {
        log.warn({ code, job: job.id, kind: job.kind, err: error }, 'a job has failed and is tried again');
        await leaveJob(queries, job, {
          after: Math.min(times.pause * 2 ** Math.min(job.attempt - 1, 10), longestPause),
          hasFailed: !isPatient,
        });
      }
    } catch (failure) {
      // Its lease runs out, and then somebody takes it up.
      log.warn({ code: 'jobs.leave', job: job.id, err: failure }, 'a job could not be left');
    }
  }
}
