import { randomUUID } from 'node:crypto';
import { isJobId, type JobId, type UserId } from '../platform/ids.ts';

/** A file that a job has made. */
export interface JobFile {
  /** Its key in the object store. */
  readonly key: string;
  /** What the receiver sees. */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

export type JobStatus = 'queued' | 'running' | 'done' | 'failed';

export interface Job {
  readonly id: JobId;
  /** What is to be done, such as `export`. */
  readonly kind: string;
  readonly userId: UserId | null;
  readonly status: JobStatus;
  /** In percent. */
  readonly progress: number;
  readonly file: JobFile | null;
  /** The code that finds the log, of one that failed. */
  readonly error: string | null;
  readonly createdAt: Temporal.Instant;
  readonly startedAt: Temporal.Instant | null;
  readonly finishedAt: Temporal.Instant | null;
}

/** What is said in a chat when a job is over: texts in Telegram's HTML, made when it was asked for. */
export interface Telling {
  readonly chatId: number;
  readonly done: string;
  readonly failed: string;
  /** How far it is, where that is told; has `percentMark`. */
  readonly progress?: string;
  /** In place of `done` where Telegram does not take a file so large: with `linkMark`, or where there is no link. */
  readonly linked?: string;
  readonly tooLarge?: string;
}

/** What stands in texts for what only the end of a job tells. */
export const percentMark = '%percent%';
export const linkMark = '%link%';

/** A job that is to be queued. */
export interface NewJob {
  readonly id: JobId;
  readonly kind: string;
  readonly userId: UserId;
  /** Plain JSON; the kind of job reads it. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly telling: Telling | null;
}

export function newJobId(): JobId {
  const id = randomUUID();
  if (!isJobId(id)) throw new Error('no UUID');
  return id;
}

/** What a person is told about a job that failed, and the log too. */
export function codeOf(id: JobId): string {
  return id.slice(0, 4).toUpperCase();
}

/** Days for which a job's file is kept. */
export const fileDays = 1;
