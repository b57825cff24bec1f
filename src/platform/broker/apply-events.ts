import { pauseAfter, type Pauses } from '../backoff.ts';
import { rest } from '../rest.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Subscription, Undeliverable } from './broker.ts';
import type { BrokerEvent } from './event.ts';

/** What became of an event: applied or among the dead letters, or left for whoever takes it next. */
export type Outcome = 'settled' | 'released';

/** An event for the dead letters, and why. */
export interface DeadEvent {
  readonly event: BrokerEvent;
  readonly reason: string;
}

export interface ApplierOptions {
  readonly subscription: Subscription;
  /** Has events kept among the dead letters; where it rejects they are applied and buried again later. */
  readonly bury: (dead: readonly DeadEvent[]) => Promise<void>;
  readonly log: Logger;
  readonly pauses?: Pauses;
}

/** Applies what a process has taken from a queue. Whoever gives it events bounds how many it has in hand. */
export interface Applier {
  /**
   * @param isSuspect whether it was taken before by processes that never settled it: it is applied alone then, so that
   *   others do not share its fate.
   */
  take(event: BrokerEvent, isSuspect?: boolean): Promise<Outcome>;
  inHand(): number;
  /** Lets go of everything but what is being applied right now. */
  release(): void;
  /** Finishes what is being applied right now and lets go of the rest. */
  close(): Promise<void>;
}

interface InHand {
  readonly event: BrokerEvent;
  readonly settled: PromiseWithResolvers<Outcome>;
  isSuspect: boolean;
  isBeingApplied: boolean;
  /** Times it was rejected alone, with others applied since the time before. */
  blame: number;
  /** How often something had been applied when it was last rejected alone. */
  passesBefore: number;
  /** On the monotonic clock, in milliseconds. */
  notBefore: number;
}

const usualPauses: Pauses = { first: 200, longest: 10_000 };

/** An event that is rejected alone so many times, while others are applied, is the one to blame. */
const mostBlame = 5;

/**
 * Gathers what is in hand into batches, without waiting for more, and tells for each event what became of it.
 *
 * Where `apply` rejects, the fault is either outside, and then nothing passes and everything waits, however long that
 * is; or one event's, which would hold up all others for ever. Only whether others pass tells them apart: so events of
 * a batch that was rejected are tried alone from then on.
 */
export function createApplier({ subscription, bury, log, pauses = usualPauses }: ApplierOptions): Applier {
  const inHand = new Map<string, InHand>();
  const closing = new AbortController();
  let working: Promise<void> | undefined;
  let arrived = new AbortController();
  let passes = 0;
  let failures = 0;
  let isTurnOfSuspects = false;

  function settle(item: InHand, outcome: Outcome): void {
    inHand.delete(item.event.id);
    item.settled.resolve(outcome);
  }

  /** What is to be applied next: new ones together or a suspect alone, by turns; nothing where suspects have to wait. */
  function next(): InHand[] {
    const fresh: InHand[] = [];
    const now = performance.now();
    let suspect: InHand | undefined;
    for (const item of inHand.values()) {
      if (!item.isSuspect) fresh.push(item);
      else if (item.notBefore <= now) suspect ??= item;
      if (fresh.length === subscription.batch) break;
    }
    const isSuspects = suspect !== undefined && (isTurnOfSuspects || fresh.length === 0);
    isTurnOfSuspects = !isSuspects;
    return isSuspects && suspect ? [suspect] : fresh;
  }

  function untilSomeIsDue(): Promise<void> {
    const first = Math.min(...inHand.values().map(({ notBefore }) => notBefore));
    return rest(Math.max(0, first - performance.now()), arrived.signal, closing.signal);
  }

  async function applyAll(batch: readonly InHand[]): Promise<void> {
    let dead: readonly Undeliverable[];
    try {
      dead = await subscription.apply(batch.map(({ event }) => event));
    } catch (error) {
      failures += 1;
      log.warn(
        { code: 'broker.apply', queue: subscription.queue, events: batch.length, err: error },
        'not applied yet',
      );
      await reject(batch, error);
      return;
    }
    passes += 1;
    failures = 0;
    const reasons = new Map(dead.map(({ id, reason }) => [id, reason]));
    for (const item of batch) if (!reasons.has(item.event.id)) settle(item, 'settled');
    const left = batch.filter(({ event }) => reasons.has(event.id));
    if (left.length > 0) await buryAll(left, ({ event }) => reasons.get(event.id) ?? '');
  }

  async function reject(batch: readonly InHand[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      for (const item of batch) item.isSuspect = true;
      return;
    }
    if (only.isSuspect && passes > only.passesBefore) only.blame += 1;
    only.isSuspect = true;
    only.passesBefore = passes;
    only.notBefore = performance.now() + pauseAfter(only.blame + 1, pauses);
    // The others get their turn before it comes again.
    inHand.delete(only.event.id);
    inHand.set(only.event.id, only);
    if (only.blame >= mostBlame) await buryAll([only], () => `rejected ${mostBlame} times alone: ${nameOf(error)}`);
  }

  async function buryAll(items: readonly InHand[], reason: (item: InHand) => string): Promise<void> {
    try {
      await bury(items.map((item) => ({ event: item.event, reason: reason(item) })));
      for (const item of items) settle(item, 'settled');
    } catch (error) {
      failures += 1;
      for (const item of items) item.isSuspect = true;
      log.warn({ code: 'broker.bury', queue: subscription.queue, err: error }, 'dead letters cannot be kept yet');
    }
  }

  async function work(): Promise<void> {
    while (inHand.size > 0 && !closing.signal.aborted) {
      arrived = new AbortController();
      const batch = next();
      if (batch.length === 0) {
        await untilSomeIsDue();
        continue;
      }
      for (const item of batch) item.isBeingApplied = true;
      await applyAll(batch);
      for (const item of batch) item.isBeingApplied = false;
      if (failures > 0) await rest(pauseAfter(failures, pauses), closing.signal);
    }
    working = undefined;
  }

  function release(): void {
    for (const item of inHand.values()) if (!item.isBeingApplied) settle(item, 'released');
  }

  return {
    async take(event, isSuspect = false) {
      if (closing.signal.aborted) return 'released';
      const known = inHand.get(event.id);
      // It came again while it was in hand, and shares what becomes of it.
      if (known) return known.settled.promise;
      const settled = Promise.withResolvers<Outcome>();
      const untried = { blame: 0, passesBefore: passes, notBefore: 0, isBeingApplied: false };
      inHand.set(event.id, { event, settled, isSuspect, ...untried });
      arrived.abort();
      working ??= Promise.resolve().then(work);
      return settled.promise;
    },
    inHand: () => inHand.size,
    release,
    async close() {
      closing.abort();
      await working;
      release();
    },
  };
}

/** An error's kind, without its message: that may repeat what a person wrote. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an error without a name';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
