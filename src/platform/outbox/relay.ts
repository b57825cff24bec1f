import { pauseAfter, type Pauses } from '../backoff.ts';
import { BrokerError, type Broker } from '../broker/broker.ts';
import type { Queries } from '../database/database.ts';
import { whileLeading, type LeaseTimes } from '../lease.ts';
import { rest } from '../rest.ts';
import type { Logger } from '../telemetry/logger.ts';
import { forgetPublished, layAside, readOldest, type OutboxRow } from './store.ts';

export interface RelayOptions {
  readonly queries: Queries;
  readonly broker: Pick<Broker, 'publish' | 'isAvailable'>;
  /** This process. */
  readonly holder: string;
  /** Whether this process alone has the database. */
  readonly exclusive?: boolean;
  readonly log: Logger;
  readonly times?: Partial<RelayTimes>;
}

/** All in milliseconds. */
export interface RelayTimes {
  /** Between looks where all is out. */
  readonly look: number;
  /** Between looks at the whole outbox, from its beginning on. */
  readonly wholeLook: number;
  /** Between attempts that fail. */
  readonly pauses: Pauses;
  readonly leadership: Partial<LeaseTimes>;
}

const defaults: RelayTimes = { look: 200, wholeLook: 10_000, pauses: { first: 200, longest: 5_000 }, leadership: {} };

/** Events that are published together, and at most held in memory. */
const batchSize = 500;
/**
 * Places before the last one that is out at which events are looked for each time: transactions end in another order
 * than they wrote, but soon after another. Who came later than that is found by a look at the whole.
 */
const usualDelay = 1_000;
/** Failures in a row after which another process may try: its line to the broker may be whole. */
const patience = 5;
/** An event that has failed alone so many times, and again while others went out, is laid aside. */
const mostBlames = 3;
/** Events that are let fail, one after the other, before the broker is given a rest. */
const mostFailures = 3;

/**
 * Brings events from the outbox to the broker until `signal` is aborted, one process at a time. An event is deleted
 * when the broker has confirmed it, so that it goes out at least once: whatever dies in between, it is published again
 * under the same id. How far it came is only remembered for a few seconds, because a row may become visible behind
 * others that were written after it; not at all, and each look would read all that is deleted and not vacuumed yet,
 * which cost 50 ms for a hundred thousand events.
 *
 * The outbox is looked at every now and then and nobody wakes the relay: what it brings is in no hurry, and a word
 * from each commit would cost the answer to a person more than all looks together.
 */
export function relayOutbox(options: RelayOptions, signal: AbortSignal): Promise<void> {
  const { queries, holder, exclusive = false, log } = options;
  // The embedded database does one thing after the other: a look is in somebody's way.
  const times = { ...defaults, ...(exclusive ? { look: 1_000 } : {}), ...options.times };
  const lease = { queries, name: 'outbox', holder, exclusive, log, times: times.leadership };
  const blames = new Map<number, number>();
  return whileLeading(lease, signal, (held) => relayWhile(options, times, blames, held.signal));
}

async function relayWhile(
  options: RelayOptions,
  times: RelayTimes,
  blames: Map<number, number>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  /** The place up to which everything is out, as far as could be seen. */
  let passed = 0;
  let wholeLookDue = 0;
  while (!signal.aborted && failures < patience) {
    if (performance.now() >= wholeLookDue) {
      passed = 0;
      wholeLookDue = performance.now() + times.wholeLook;
    }
    try {
      const rows = await readOldest(options.queries, { after: passed - usualDelay, limit: batchSize });
      if (rows.length > 0) await passOn(options, rows, { blames, failures, signal });
      passed = Math.max(passed, rows.at(-1)?.id ?? 0);
      if (failures > 0) options.log.info('events go out again');
      failures = 0;
      if (rows.length < batchSize) await rest(times.look, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      wholeLookDue = 0;
      options.log.warn({ code: 'outbox.relay', err: error, failures }, 'events wait: they cannot be published');
      await rest(pauseAfter(failures, times.pauses), signal);
    }
  }
}

interface Circumstances {
  /** How often each event has failed alone since the last batch went out whole. */
  readonly blames: Map<number, number>;
  /** Failures in a row so far. */
  readonly failures: number;
  readonly signal: AbortSignal;
}

/** @throws where something stays behind. */
async function passOn(options: RelayOptions, rows: readonly OutboxRow[], circumstances: Circumstances): Promise<void> {
  const { queries, broker } = options;
  const { blames, failures, signal } = circumstances;
  try {
    await unlessAborted(broker.publish(rows.map(({ event }) => event)), signal);
  } catch (error) {
    // The broker is away, and no event to blame: unless it says to be there, again and again.
    const isAway = error instanceof BrokerError && (failures < 2 || !broker.isAvailable());
    if (signal.aborted || isAway) throw error;
    return passOnEach(options, rows, circumstances);
  }
  await forgetPublished(
    queries,
    rows.map(({ id }) => id),
  );
  blames.clear();
}

/**
 * One after the other, so that an event which the broker can never take holds nobody up. That others go out tells it
 * from a broker that is away.
 *
 * @throws where something stays behind.
 */
async function passOnEach(
  { queries, broker, log }: RelayOptions,
  rows: readonly OutboxRow[],
  { blames, signal }: Circumstances,
): Promise<void> {
  const published: number[] = [];
  const failed: { readonly id: number; readonly error: unknown }[] = [];
  // A failure may take ten seconds: few of them, and never the same ones before the others.
  const blamesOf = (id: number): number => blames.get(id) ?? 0;
  for (const { id, event } of rows.toSorted((one, other) => blamesOf(one.id) - blamesOf(other.id))) {
    if (signal.aborted || failed.length >= mostFailures) break;
    try {
      await unlessAborted(broker.publish([event]), signal);
      published.push(id);
    } catch (error) {
      if (signal.aborted) break;
      failed.push({ id, error });
      blames.set(id, blamesOf(id) + 1);
    }
  }
  if (published.length > 0) await forgetPublished(queries, published);
  for (const { id, error } of failed) {
    if (published.length === 0 || blamesOf(id) < mostBlames) continue;
    blames.delete(id);
    log.error({ code: 'outbox.refused', event: id, err: error }, 'an event was laid aside: the broker never takes it');
    await layAside(queries, id, error instanceof Error ? error.message : String(error));
  }
  if (failed[0]) throw failed[0].error;
}

/** What is still on its way when the lease goes is left to itself: whoever holds it next publishes it again. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (): void => reject(new BrokerError('the relay has to stop'));
  signal.addEventListener('abort', leave, { once: true });
  work.then(resolve, reject);
  try {
    if (signal.aborted) leave();
    await promise;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
