import { sql } from 'kysely';
import { CacheError, type Cache } from '../platform/cache/cache.ts';
import type { Queries } from '../platform/database/database.ts';
import { isUserId, type SessionId, type UserId } from '../platform/ids.ts';
import { whileLeading } from '../platform/lease.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { RunningNow } from './store.ts';

/**
 * The sessions that run, as others see them in Redis: `lock:tracker:{42}` holds the session's id. It is a view: what
 * keeps a person from having two sessions is their row of `trackers`, and nothing here is ever waited for.
 */
export interface RunningView {
  /** Shows what a commit changed. What cannot be shown now is when the view is looked after. */
  readonly show: (changed: readonly RunningNow[]) => void;
  /** Looks after the view, in one process at a time, until `signal` is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export interface RunningViewOptions {
  readonly cache: Cache;
  readonly queries: Queries;
  readonly holder: string;
  readonly log: Logger;
  /** Whether this process alone has the database. */
  readonly exclusive: boolean;
  /** All in milliseconds. */
  readonly times?: Partial<ViewTimes>;
}

interface ViewTimes {
  /** Between looks whether the view was lost. */
  readonly look: number;
  /** Between looks at every key. */
  readonly sweep: number;
}

const viewTimes: ViewTimes = { look: 1_000, sweep: 60_000 };

const prefix = 'lock:tracker:{';
export const lockKey = (userId: UserId): string => `${prefix}${userId}}`;
/** Written when all is written; so many that each node of a Cluster has some, and one that was emptied is noticed. */
const wholeKeys = Array.from({ length: 64 }, (_, place) => `lock:whole:{${place}}`);
/** People read at a time. */
const page = 1_000;

export function createRunningView({ cache, queries, holder, log, exclusive, times }: RunningViewOptions): RunningView {
  const { look, sweep } = { ...viewTimes, ...times };
  let changes = new Map<UserId, SessionId | null>();
  let isShowing = false;

  /** @throws {CacheError} */
  async function write(running: Iterable<readonly [UserId, SessionId | null]>): Promise<void> {
    const all = [...running];
    await Promise.all([
      cache.write(all.flatMap(([id, session]) => (session === null ? [] : [[lockKey(id), session] as const]))),
      cache.delete(all.flatMap(([id, session]) => (session === null ? [lockKey(id)] : []))),
    ]);
  }

  /** One write at a time, so that the later of two changes of a person is the one that stays. */
  async function showChanges(): Promise<void> {
    isShowing = true;
    while (changes.size > 0) {
      const now = changes;
      changes = new Map();
      await write(now).catch(async (error: unknown) => {
        if (!(error instanceof CacheError)) throw error;
        // Half of them may be there. Who looks after the view makes it whole.
        await cache.delete(wholeKeys).catch(() => undefined);
      });
    }
    isShowing = false;
  }

  /** Writes everybody's, page by page, and once more what changed while the page was written. */
  async function writeAll(signal: AbortSignal): Promise<void> {
    const running = new Set<string>();
    for (let after = 0; !signal.aborted;) {
      const { rows } = await sql<{ user_id: UserId; session_id: SessionId }>`
        select user_id, session_id from trackers
        where user_id > ${after}::bigint and state <> 'idle' order by user_id limit ${page}::int`.execute(queries);
      const written = new Map(rows.map((row) => [row.user_id, row.session_id] as const));
      await write(written);
      await writeChanged(written);
      for (const id of written.keys()) running.add(lockKey(id));
      const last = rows.at(-1);
      if (!last || rows.length < page) break;
      after = last.user_id;
    }
    await removeStale(running);
    if (!signal.aborted) await cache.write(wholeKeys.map((key) => [key, '1'] as const));
  }

  async function writeChanged(written: ReadonlyMap<UserId, SessionId>): Promise<void> {
    const now = await readRunning([...written.keys()]);
    await write([...now].filter(([id, session]) => written.get(id) !== session));
  }

  async function readRunning(ids: readonly UserId[]): Promise<Map<UserId, SessionId | null>> {
    const { rows } = await sql<{ user_id: UserId; session_id: SessionId | null }>`
      select user_id, session_id from trackers where user_id = any(${ids}::bigint[])`.execute(queries);
    const known = new Map(rows.map((row) => [row.user_id, row.session_id]));
    return new Map(ids.map((id) => [id, known.get(id) ?? null]));
  }

  /** Whoever began meanwhile is looked up once more; what names nobody was not written here. */
  async function removeStale(running: ReadonlySet<string>): Promise<void> {
    const stale = [...(await cache.keysOf(prefix))].filter((key) => !running.has(key));
    const named = stale.map((key) => ({ key, id: Number(key.slice(prefix.length, -1)) }));
    await cache.delete(named.filter(({ id, key }) => !isUserId(id) || lockKey(id) !== key).map(({ key }) => key));
    const all = named.map(({ id }) => id).filter(isUserId);
    for (let from = 0; from < all.length; from += page) {
      const ids = all.slice(from, from + page);
      const { rows } = await sql<{ user_id: UserId }>`
        select user_id from trackers where user_id = any(${ids}::bigint[]) and state <> 'idle'`.execute(queries);
      const runs = new Set(rows.map((row) => row.user_id));
      await cache.delete(ids.filter((id) => !runs.has(id)).map(lockKey));
    }
  }

  async function isWhole(): Promise<boolean> {
    return (await cache.has(wholeKeys)).every(Boolean);
  }

  async function lookAfter(signal: AbortSignal): Promise<void> {
    let sweptAt = performance.now() - sweep * Math.random();
    while (!signal.aborted) {
      try {
        if (cache.isAvailable() && (performance.now() - sweptAt > sweep || !(await isWhole()))) {
          await writeAll(signal);
          sweptAt = performance.now();
        }
      } catch (error) {
        log.debug({ code: 'tracker.view', err: error }, 'the sessions that run cannot be shown in Redis now');
      }
      await rest(look, signal);
    }
  }

  return {
    show(changed) {
      if (!cache.isShared || !cache.isAvailable()) return;
      for (const { userId, sessionId } of changed) changes.set(userId, sessionId);
      if (!isShowing && changes.size > 0) void showChanges();
    },
    async run(signal) {
      if (!cache.isShared) return;
      await whileLeading({ queries, name: 'running-view', holder, log, exclusive }, signal, (held) =>
        lookAfter(held.signal),
      );
    },
  };
}
