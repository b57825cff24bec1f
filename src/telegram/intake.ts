import { setImmediate as turnOver, setTimeout as sleep } from 'node:timers/promises';
import { pauseAfter } from '../platform/backoff.ts';
import { isPassing } from '../platform/database/errors.ts';
import { LatelyUsed } from '../platform/lately-used.ts';
import type { Metrics } from '../platform/telemetry/metrics.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Letter } from './courier.ts';
import { commitGroup, type GroupDependencies, type GroupMode, type GroupResult } from './group.ts';
import { readUpdate, type Incoming } from './incoming.ts';
import type { Admission } from './limits/admission.ts';
import { isWaiting } from './once.ts';

/** Whether an update may be acknowledged: it has taken effect and its answer is on its way, or not yet. */
export type Acceptance = 'done' | 'later';

export interface IntakeOptions extends GroupDependencies {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Hands an answer to Telegram; resolves when it has been taken or lies safely in its row. */
  readonly deliver: (letter: Letter) => Promise<void>;
  /** Fetches what a group needs from elsewhere, before its transaction; undefined where all is there. Never rejects. */
  readonly prepare?: (updates: readonly Incoming[]) => Promise<void> | undefined;
  /** Whether an update may come in; it is acknowledged where not. Without it all may. */
  readonly admit?: Admission;
  /** Groups committed at the same time, at most; one where the database has one session. */
  readonly groupsInFlight: number;
  /** Milliseconds for which a failing database is tried before Telegram is asked to come again; 15,000 unless said. */
  readonly patience?: number;
}

interface Pending {
  readonly update: Incoming;
  readonly resolve: (acceptance: Acceptance) => void;
  /** Milliseconds, as `performance.now()` tells them. */
  readonly takenAt: number;
  /** How often somebody else held the person's tracker. */
  busy: number;
}

/** Whose line: a person's id, or below zero the number of an update that nobody sent. */
type LineKey = number;

/** The first of a person's line. */
interface Head {
  readonly key: LineKey;
  readonly pending: Pending;
}

const groupSize = 256;
/**
 * For how many that wait another group is begun while one is under way. What a group costs by itself, in this process and
 * in the database, is as much as six of its updates: one after the other they cost a tenth less, and nobody is answered
 * later for it, be eight in flight or a hundred.
 */
const worthAnother = 64;
/** Milliseconds after which those who wait are not kept any longer by a group that takes its time. */
const lateAfterMs = 25;
/**
 * Turns of the event loop between a group of several and the next one. In them answers go out, and whoever has written
 * meanwhile is read and comes along: from eight in flight to a hundred it takes a tenth off an update. Ten turns in which
 * nothing happens are over in some 50 µs.
 */
const turnsBetween = 10;
/** Connections that may wait for locks; the pool has ten. */
const mostWaitingForLocks = 3;
/** Updates in memory at most; beyond that Telegram is asked to come again. */
const capacity = 20_000;
const usualPatienceMs = 15_000;
/** Between attempts of a group that the database could not take, in milliseconds. */
const pauses = { first: 25, longest: 1_000 } as const;
/** How long an answer that another process is sending is waited for. */
const answerPatienceMs = 5_000;
/** Updates that are known to be done without asking the database: so many for certain, twice as many at most. */
const remembered = 10_000;

/**
 * Takes updates in: each person's in the order they came, different people's together in groups. Whatever waits while a
 * commit is under way goes together in the next one, and so does what has arrived once the answers are out.
 */
export class Intake {
  readonly #options: IntakeOptions;
  /** What waits, by person; the head of a line whose person is in a group is in that group. */
  readonly #lines = new Map<LineKey, Pending[]>();
  readonly #ready: LineKey[] = [];
  readonly #inProgress = new Map<number, Promise<Acceptance>>();
  readonly #done = new LatelyUsed<number, true>(remembered);
  readonly #held: Head[] = [];
  #groups = 0;
  /** Of the groups under way those for which nobody waits any more. */
  #lateGroups = 0;
  #waitingForLocks = 0;
  #isPumpDue = false;
  #isClosed = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  get pending(): number {
    return this.#inProgress.size;
  }

  /** Applies one update, given as Telegram sends it. Never throws. */
  accept(raw: unknown): Promise<Acceptance> {
    const { clock, logger, metrics } = this.#options;
    const arrivedAt = clock.now();
    const update = readUpdate(raw, arrivedAt);
    if (!update) {
      // Telegram would repeat for a day what will never be understood.
      logger.warn('an update without a shape that is known was dropped');
      metrics.updates.inc('unknown', 'dropped');
      return Promise.resolve('done');
    }
    if (this.#done.get(update.updateId)) return Promise.resolve('done');
    const isAdmitted = this.#options.admit?.(update) ?? true;
    // Not even a turn of the event loop for what is known at once: it is the way of every update.
    if (typeof isAdmitted === 'boolean') return this.#takeAdmitted(update, isAdmitted);
    return isAdmitted.then((answer) => this.#takeAdmitted(update, answer));
  }

  #takeAdmitted(update: Incoming, isAdmitted: boolean): Promise<Acceptance> {
    if (isAdmitted) return this.take(update);
    this.#options.metrics.updates.inc(update.kind, 'limited');
    return Promise.resolve('done');
  }

  /** Applies one update that has been read. Never throws. */
  take(update: Incoming): Promise<Acceptance> {
    if (this.#done.get(update.updateId)) return Promise.resolve('done');
    const known = this.#inProgress.get(update.updateId);
    if (known) return known;
    if (this.#isClosed || this.#inProgress.size >= capacity) return Promise.resolve('later');
    const work = new Promise<Acceptance>((resolve) => {
      this.#enqueue({ update, resolve, takenAt: performance.now(), busy: 0 });
    });
    this.#inProgress.set(update.updateId, work);
    return work;
  }

  /** Takes nothing new and finishes what it took. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#inProgress.values());
  }

  #enqueue(pending: Pending): void {
    const { sender, updateId } = pending.update;
    const key = sender?.telegramId ?? -1 - Math.abs(updateId);
    const line = this.#lines.get(key);
    if (line) line.push(pending);
    else {
      this.#lines.set(key, [pending]);
      this.#ready.push(key);
    }
    this.#pump();
  }

  /** What is to be known of an update that is over, whatever became of it. */
  #finish({ update, resolve, takenAt }: Pending, acceptance: Acceptance): void {
    const { metrics } = this.#options;
    this.#inProgress.delete(update.updateId);
    if (acceptance === 'done') this.#done.set(update.updateId, true);
    metrics.updates.inc(update.kind, acceptance);
    metrics.updateDuration.observe((performance.now() - takenAt) / 1000);
    resolve(acceptance);
  }

  /** Starts groups at the end of this turn of the event loop, so that what arrived together goes together. */
  #pump(): void {
    if (this.#isPumpDue || !this.#mayBegin()) return;
    this.#isPumpDue = true;
    setImmediate(() => {
      this.#isPumpDue = false;
      while (this.#mayBegin()) void this.#runNextGroup();
    });
  }

  #mayBegin(): boolean {
    const waiting = this.#ready.length;
    if (waiting === 0 || this.#groups >= this.#options.groupsInFlight) return false;
    return this.#groups === this.#lateGroups || waiting >= worthAnother;
  }

  async #runNextGroup(): Promise<void> {
    this.#groups += 1;
    const group: Head[] = [];
    for (const key of this.#ready.splice(0, groupSize)) {
      const pending = this.#lines.get(key)?.[0];
      if (pending) group.push({ key, pending });
    }
    this.#options.metrics.groupSize.observe(group.length);
    const updates = group.map(({ pending }) => pending.update);
    let isLate = false;
    const lateness = setTimeout(() => {
      isLate = true;
      this.#lateGroups += 1;
      this.#pump();
    }, lateAfterMs);
    await this.#options.prepare?.(updates);
    const results = await this.#apply(updates, 'together');
    clearTimeout(lateness);
    for (const head of group) this.#settle(head, results.get(head.pending.update) ?? 'later');
    for (let turn = 0; group.length > 1 && turn < turnsBetween; turn += 1) await turnOver();
    if (isLate) this.#lateGroups -= 1;
    this.#groups -= 1;
    this.#pump();
  }

  /** Those whose tracker somebody holds wait for it apart from the groups, so that nobody else waits with them. */
  async #runHeld(): Promise<void> {
    this.#waitingForLocks += 1;
    for (let head = this.#held.shift(); head; head = this.#held.shift()) {
      const results = await this.#apply([head.pending.update], 'alone');
      this.#settle(head, results.get(head.pending.update) ?? 'later');
      this.#pump();
    }
    this.#waitingForLocks -= 1;
  }

  #settle(head: Head, result: GroupResult | 'later'): void {
    const { key, pending } = head;
    if (result !== 'later' && result.kind === 'busy' && pending.busy < 6) {
      pending.busy += 1;
      if (pending.busy < 3) this.#ready.push(key);
      else {
        this.#held.push(head);
        if (this.#waitingForLocks < mostWaitingForLocks) void this.#runHeld();
      }
      return;
    }
    const line = this.#lines.get(key) ?? [];
    line.shift();
    // What came after it must not overtake it: Telegram gives all of them again, in their order.
    if (result === 'later' || result.kind === 'busy')
      for (const behind of line.splice(0)) this.#finish(behind, 'later');
    if (line.length > 0) this.#ready.push(key);
    else this.#lines.delete(key);
    void this.#conclude(pending, result);
  }

  async #conclude(pending: Pending, result: GroupResult | 'later'): Promise<void> {
    let acceptance: Acceptance = 'done';
    if (result === 'later' || result.kind === 'busy') acceptance = 'later';
    else if (result.kind === 'repeated') {
      if (result.answerId !== null) acceptance = await this.#awaitAnswer(result.answerId);
    } else if (result.letter) await this.#options.deliver(result.letter);
    this.#finish(pending, acceptance);
  }

  /** Another process, or another delivery of the same update, is sending the answer. */
  async #awaitAnswer(answerId: number): Promise<Acceptance> {
    for (let waited = 0; waited < answerPatienceMs; waited += 100) {
      try {
        if (!(await isWaiting(this.#options.database.queries, answerId))) return 'done';
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'cannot see whether an answer is out');
      }
      await sleep(100);
    }
    return 'later';
  }

  /** Applies a group; what harms it is found by applying its updates alone, and costs nobody else anything. */
  async #apply(updates: readonly Incoming[], mode: GroupMode): Promise<Map<Incoming, GroupResult | 'later'>> {
    if (updates.length === 0) return new Map();
    const { logger } = this.#options;
    const giveUpAt = performance.now() + (this.#options.patience ?? usualPatienceMs);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await commitGroup(this.#options, updates, mode);
      } catch (error) {
        if (isPassing(error)) {
          if (performance.now() > giveUpAt) {
            logger.error({ err: error, updates: updates.length }, 'the database does not answer');
            return later(updates);
          }
          logger.warn({ err: error, attempt, updates: updates.length }, 'a group of updates is tried again');
          await sleep(pauseAfter(attempt + 1, pauses));
        } else if (updates.length > 1) {
          logger.warn({ err: error, updates: updates.length }, 'a group of updates is applied one by one');
          return this.#applyEach(updates, 'alone');
        } else if (mode === 'apology') {
          logger.error({ err: error }, 'not even an apology can be committed');
          return later(updates);
        } else if (mode === 'together') {
          // It may have read what was not true any more, see `lockAndRead`.
          logger.warn({ err: error, update_id: updates[0]?.updateId }, 'an update is applied again, alone');
          return this.#apply(updates, 'alone');
        } else {
          logger.error({ err: error, update_id: updates[0]?.updateId }, 'an update cannot be applied');
          return this.#apply(updates, 'apology');
        }
      }
    }
  }

  async #applyEach(updates: readonly Incoming[], mode: 'alone'): Promise<Map<Incoming, GroupResult | 'later'>> {
    const results = new Map<Incoming, GroupResult | 'later'>();
    for (const update of updates)
      for (const [one, result] of await this.#apply([update], mode)) results.set(one, result);
    return results;
  }
}

function later(updates: readonly Incoming[]): Map<Incoming, 'later'> {
  return new Map(updates.map((update) => [update, 'later'] as const));
}
