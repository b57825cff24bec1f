import { sql } from 'kysely';
import { rest } from '../rest.ts';
import { sqlState } from './errors.ts';
import { Lag, mostLag } from './lag.ts';
import type { Session, Statement } from './session.ts';

/** A copy of the database that is read in the primary's place where that may be. */
export interface Replica {
  /**
   * Reads what may be up to five seconds old: from the replica, and from `primary` once that fails or takes too long.
   *
   * @returns undefined while it is further behind, or nobody knows, or it has just failed: then ask the primary.
   */
  over(primary: Session): Session | undefined;
  /** Seconds by which it is behind; null where nobody knows. */
  lag(): number | null;
}

export interface ReplicaOptions {
  readonly primary: Session;
  readonly replica: Session;
  /** Told when people begin to be answered from the replica, and when they no longer are, with the reason. */
  readonly onState: (isRead: boolean, reason?: Error) => void;
}

/** Between two looks at how far it is behind, in milliseconds; as often at most some process writes a heartbeat. */
const pace = 1_000;
/** Milliseconds a reader waits for it before asking the primary. */
const readingPatience = 400;
/** Milliseconds it is left alone after a failure, doubled with each that follows. */
const [firstPause, longestPause] = [1_000, 30_000];

interface Heartbeat {
  /** Milliseconds since 1970, by the primary's clock. */
  at: number;
}

const heartbeat: Statement<Heartbeat> = sql`
  select extract(epoch from at)::float8 * 1000 as at from replication_heartbeat`;

/**
 * Writes the heartbeat unless somebody else just has, so that any number of processes write one a second, and none of
 * them is the one without which it stops. One of the future was written by another clock.
 */
const beat: Statement<Heartbeat & { clock: number }> = sql`
  with clock as (
    select clock_timestamp() as now
  ), written as (
    update replication_heartbeat h set at = clock.now from clock
    where h.at not between clock.now - interval '900 milliseconds' and clock.now + interval '1 second' returning h.at
  )
  select extract(epoch from coalesce(written.at, h.at))::float8 * 1000 as at,
    extract(epoch from clock.now)::float8 * 1000 as clock
  from replication_heartbeat h cross join clock left join written on true`;

/** Watches a replica until `signal` is aborted, and reads from it while that may be. */
export function watchReplica({ primary, replica, onState }: ReplicaOptions, signal: AbortSignal): Replica {
  const lag = new Lag();
  let wasRead: boolean | undefined;
  let [failures, leftUntil] = [0, 0];

  function tell(isRead: boolean, reason?: Error): void {
    if (isRead !== wasRead) onState(isRead, reason);
    wasRead = isRead;
  }

  function isFresh(): boolean {
    const age = lag.age(performance.now());
    return age !== null && age <= mostLag;
  }

  function fail(error: unknown): void {
    const pause = Math.min(longestPause, firstPause * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    leftUntil = performance.now() + pause;
    tell(false, asError(error));
  }

  async function look(): Promise<void> {
    const at = performance.now();
    const [there, here] = await Promise.allSettled([within(pace, replica.send(heartbeat)), primary.send(beat)]);
    const seen = there.status === 'fulfilled' ? there.value[0][0] : undefined;
    if (seen) lag.noteReplica(seen.at, at);
    const known = here.status === 'fulfilled' ? here.value[0][0] : undefined;
    if (known) lag.notePrimary({ heartbeat: known.at, clock: known.clock }, at);
    if (there.status === 'rejected') fail(there.reason);
    else if (!isFresh()) tell(false, new Error('it is too far behind, or nobody knows how far'));
    else if (performance.now() >= leftUntil) tell(true);
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await look();
      await rest(pace, signal);
    }
  }

  const mayBeRead = (): boolean => performance.now() >= leftUntil && isFresh();

  function over(primaryOfReader: Session): Session {
    // Who was answered by the primary once must not be told something older after that: cells from before the months were
    // closed that it says are closed.
    let hasLeft = false;
    function otherwise<const Statements extends readonly Statement[]>(...statements: Statements) {
      hasLeft = true;
      return primaryOfReader.send<Statements>(...statements);
    }
    return {
      send<const Statements extends readonly Statement[]>(...statements: Statements) {
        // Who reads page after page may have begun when it was well.
        if (hasLeft || !mayBeRead()) return otherwise<Statements>(...statements);
        return within(readingPatience, replica.send<Statements>(...statements)).then(
          (rows) => {
            failures = 0;
            return rows;
          },
          (error: unknown) => {
            // The replica itself does well where it only refused this: a change of rows that were being read, say.
            if (sqlState(error) === null) fail(error);
            return otherwise<Statements>(...statements);
          },
        );
      },
    };
  }

  void watch();
  return {
    over: (otherwise) => (mayBeRead() ? over(otherwise) : undefined),
    lag: () => {
      const behind = lag.behind(performance.now());
      return behind === null ? null : behind / 1000;
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** @throws where the work takes longer than so many milliseconds; it goes on then, and nobody hears of it. */
function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  void work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
