import type { BrokerEvent } from './event.ts';

/** An event that cannot be applied, however often it comes, and why. It goes to the dead letters. */
export interface Undeliverable {
  readonly id: string;
  /** For the operator; no text of a person's. */
  readonly reason: string;
}

export interface Subscription {
  /** Who shares the work: each event reaches one process of those that consume a queue of this name. */
  readonly queue: string;
  /** Types of events, as routing keys: `session.*`, `user.erased`. */
  readonly types: readonly string[];
  /** Events taken together at most. */
  readonly batch: number;
  /**
   * Applies events; an event may come more than once, in any order. What it resolves with goes to the dead letters, the
   * others are done. Where it rejects, all of them come again after a pause: it is for what passes, such as a database
   * that is away.
   */
  readonly apply: (events: readonly BrokerEvent[]) => Promise<readonly Undeliverable[]>;
}

/**
 * Carries events between processes: at least once, in no certain order. It may be away at any moment; whoever
 * publishes keeps what was not confirmed, whoever consumes goes on by itself when it is back.
 */
export interface Broker {
  /** Whether it could be reached when it was last tried. */
  isAvailable(): boolean;
  /**
   * Resolves when the broker has all of them safe.
   *
   * @throws {BrokerError} within ten seconds otherwise: none may be taken for published, though some may be.
   */
  publish(events: readonly BrokerEvent[]): Promise<void>;
  /** Begins to take events. Resolving `close` means that what was taken is applied or will come to somebody else. */
  consume(subscription: Subscription): { close(): Promise<void> };
  /**
   * Events that wait in a queue, or as dead letters in `deadLetters`; null where nobody knows. Those that somebody has
   * taken and not applied yet may be left out.
   *
   * @throws {BrokerError} as `publish` does.
   */
  depth(queue: string): Promise<number | null>;
  /**
   * Puts dead letters back into the queue they came from, the oldest first.
   *
   * @returns how many.
   * @throws {BrokerError} where it breaks off; some may come both again and once more from the dead letters.
   */
  replayDead(options: { readonly queue: string; readonly atMost: number }): Promise<number>;
  /**
   * Forgets what it keeps about a person besides what waits to be applied: dead letters, of all queues, and what a log
   * keeps though everybody has applied it.
   *
   * @param subject as in `BrokerEvent`.
   * @returns how many dead letters.
   * @throws {BrokerError} where it breaks off; it may be asked for again.
   */
  forget(subject: string): Promise<number>;
  close(): Promise<void>;
}

/** The topic exchange, or topic, that every event goes through. */
export const eventsTopic = 'minuta.events';

/** Where every queue's dead letters lie. */
export const deadLetters = 'minuta.events.dead';

/** Milliseconds after which whoever asks a broker for something is told that it does not answer. */
export const brokerTimeLimit = 10_000;

/** The broker is away, or did not confirm in time. Nobody is to blame. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
}
