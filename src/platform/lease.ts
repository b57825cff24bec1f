import { sql } from 'kysely';
import type { Queries } from './database/database.ts';
import type { Logger } from './telemetry/logger.ts';
import { rest } from './rest.ts';

/** A piece of work that one process does at a time, by a row of `leases`. */
export interface LeaseOptions {
  readonly queries: Queries;
  readonly name: string;
  /** This process; another start of it is another holder. */
  readonly holder: string;
  readonly log: Logger;
  /** Whether this process alone has the database, so that any other holder is dead. */
  readonly exclusive?: boolean;
  readonly times?: Partial<LeaseTimes>;
}

/** All in milliseconds. */
export interface LeaseTimes {
  /** For which the lease holds after it was last renewed. */
  readonly lasts: number;
  readonly renew: number;
}

const leaseTimes: LeaseTimes = { lasts: 6_000, renew: 2_000 };

export interface Held {
  /** Aborted when the lease is lost, or cannot be known to hold any more, or the process stops. */
  readonly signal: AbortSignal;
  /** Grows with each change of holder. */
  readonly epoch: number;
  /** Looks now whether the lease still holds. */
  check(): Promise<boolean>;
}

/**
 * Does `work` whenever this process holds the lease, again after each loss, until `signal` is aborted. The work must
 * end soon after its own signal is aborted. The times are those of the database's clock and of this process's
 * monotonic one, so wrong clocks do no harm.
 */
export async function whileLeading(
  options: LeaseOptions,
  signal: AbortSignal,
  work: (held: Held) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await ifFree(options, signal, work);
    if (!signal.aborted) await rest(options.times?.renew ?? leaseTimes.renew, signal);
  }
}

/**
 * Does `work` once, where the lease is free now.
 *
 * @returns whether it was; false as well where the database cannot be asked. Never throws.
 */
export async function ifFree(
  options: LeaseOptions,
  signal: AbortSignal,
  work: (held: Held) => Promise<void>,
): Promise<boolean> {
  const times = { ...leaseTimes, ...options.times };
  const { log, name } = options;
  const asked = performance.now();
  const epoch = await acquireLease(options, times.lasts).catch((error: unknown) => {
    log.warn({ code: 'lease.acquire', lease: name, err: error }, 'the lease cannot be asked for');
  });
  if (epoch === undefined) return false;
  await lead(options, times, { signal, epoch, asked }, work);
  return true;
}

async function lead(
  options: LeaseOptions,
  times: LeaseTimes,
  { signal, epoch, asked }: { signal: AbortSignal; epoch: number; asked: number },
  work: (held: Held) => Promise<void>,
): Promise<void> {
  const { log, name } = options;
  const lost = new AbortController();
  // Whatever becomes of the renewals: without one that came back in time the lease is nobody's.
  const lapse = (from: number) =>
    setTimeout(() => lost.abort(), Math.max(0, from + times.lasts * 0.9 - performance.now()));
  let lapsing = lapse(asked);
  const check = async (): Promise<boolean> => {
    if (lost.signal.aborted) return false;
    const from = performance.now();
    const holds = await renewLease(options, epoch, times.lasts);
    if (!holds) lost.abort();
    if (lost.signal.aborted) return false;
    clearTimeout(lapsing);
    lapsing = lapse(from);
    return true;
  };
  const renewing = setInterval(() => {
    check().catch((error: unknown) => log.warn({ code: 'lease.renew', lease: name, err: error }, 'not renewed'));
  }, times.renew);
  try {
    log.info({ lease: name, epoch }, 'holds the lease');
    await work({ signal: AbortSignal.any([signal, lost.signal]), epoch, check });
  } catch (error) {
    log.error({ code: 'lease.work', lease: name, err: error }, 'the work under the lease has failed');
  } finally {
    clearInterval(renewing);
    clearTimeout(lapsing);
    if (lost.signal.aborted) log.warn({ code: 'lease.lost', lease: name, epoch }, 'has lost the lease');
    lost.abort();
    await releaseLease(options, epoch).catch(() => undefined);
  }
}

/** @returns the epoch, where the lease is this holder's now. */
async function acquireLease(
  { queries, name, holder, exclusive = false }: LeaseOptions,
  lasts: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ epoch: number }>`
    insert into leases as l (name, holder, epoch, expires_at)
    values (${name}, ${holder}, 1, now() + ${lasts}::float8 * interval '1 millisecond')
    on conflict (name) do update
      set holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
      where l.expires_at <= now() or l.holder = excluded.holder or ${exclusive}::boolean
    returning epoch`.execute(queries);
  return rows[0]?.epoch;
}

async function renewLease({ queries, name, holder }: LeaseOptions, epoch: number, lasts: number): Promise<boolean> {
  const { rows } = await sql`
    update leases set expires_at = now() + ${lasts}::float8 * interval '1 millisecond'
    where name = ${name} and holder = ${holder} and epoch = ${epoch} returning name`.execute(queries);
  return rows.length > 0;
}

/** The row stays, because the epoch must go on growing. */
async function releaseLease({ queries, name, holder }: LeaseOptions, epoch: number): Promise<void> {
  await sql`
    update leases set expires_at = now()
    where name = ${name} and holder = ${holder} and epoch = ${epoch}`.execute(queries);
}
