import type { WireAnswer } from './answer.ts';
import { Connection, type ConnectionOwner, type Exchange } from './connection.ts';
import type { Dial } from './dial.ts';
import { WireFailure } from './failure.ts';

/** Milliseconds between looks at the clock for all time limits together, so that no call needs a timer of its own. */
const tick = 50;
/** The same while nothing is under way: a process at rest is not to be woken for connections that are only kept. */
const restingTick = 5_000;

/** What is asked over a number of connections at most, and what waits for one of them. */
export class Calls implements ConnectionOwner {
  readonly #dial: Dial;
  readonly #most: number;
  readonly #connections = new Set<Connection>();
  /** Those of them that are being made. */
  readonly #connecting = new Set<Connection>();
  /** Those that carry nothing. The last one used is used first, so that the others end when fewer are enough. */
  readonly #idle: Connection[] = [];
  /** In the order in which they came. */
  readonly #waiting = new Set<Exchange>();
  /** Signals that are listened to: once each, however many calls they cut. */
  readonly #watched = new WeakSet<AbortSignal>();
  #clock: NodeJS.Timeout | undefined;
  /** How often it is looked at. */
  #ticks = 0;
  #isClosed = false;

  constructor(dial: Dial, most: number) {
    this.#dial = dial;
    this.#most = most;
  }

  /**
   * @param text the request as it goes over the wire.
   * @throws WireFailure when no whole answer came.
   */
  ask(text: string, timeLimit: number, signal: AbortSignal | undefined): Promise<WireAnswer> {
    if (this.#isClosed || signal?.aborted) return Promise.reject(new WireFailure('stopped'));
    if (signal) this.#watch(signal);
    const now = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
    const exchange: Exchange = { text, deadline: now + timeLimit, signal, resolve, reject };
    const connection = this.#takeIdle(now);
    if (connection) connection.carry(exchange);
    else {
      this.#waiting.add(exchange);
      this.#connect();
    }
    this.#keepTime(tick);
    return promise;
  }

  /** Fails what is under way. */
  close(): void {
    this.#isClosed = true;
    this.#failWaiting(() => true, new WireFailure('stopped'));
    for (const connection of this.#connections) connection.end(new WireFailure('stopped'));
  }

  onReady(connection: Connection): void {
    this.#connecting.delete(connection);
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      connection.carry(next);
    } else {
      connection.rest();
      this.#idle.push(connection);
    }
  }

  onEnd(connection: Connection, unmade: WireFailure | undefined): void {
    this.#connections.delete(connection);
    this.#connecting.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place >= 0) this.#idle.splice(place, 1);
    const [next] = this.#waiting;
    if (unmade && next) {
      this.#waiting.delete(next);
      next.reject(unmade);
    }
    this.#connect();
    if (this.#connections.size === 0) this.#keepTime(0);
  }

  #takeIdle(now: number): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (!connection || connection.isFresh(now)) return connection;
      connection.end(new WireFailure('idle'));
    }
  }

  /** Makes another connection, where there are calls for it. */
  #connect(): void {
    const { size } = this.#connections;
    if (this.#isClosed || size === this.#most || this.#connecting.size >= this.#waiting.size) return;
    const connection = new Connection(this.#dial, this);
    this.#connections.add(connection);
    this.#connecting.add(connection);
  }

  /** Looks at the clock every so many milliseconds; not at all where it is 0. */
  #keepTime(ticks: number): void {
    if (ticks === this.#ticks) return;
    this.#ticks = ticks;
    clearInterval(this.#clock);
    if (ticks > 0) this.#clock = setInterval(() => this.#check(), ticks).unref();
  }

  #check(): void {
    const now = performance.now();
    this.#failWaiting(({ deadline }) => now >= deadline, new WireFailure('time limit'));
    for (const connection of this.#connections) connection.check(now);
    if (this.#connections.size > 0 && this.#idle.length === this.#connections.size) this.#keepTime(restingTick);
  }

  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    const cut = (): void => {
      this.#failWaiting((exchange) => exchange.signal === signal, new WireFailure('stopped'));
      for (const connection of this.#connections) connection.cut(signal);
    };
    signal.addEventListener('abort', cut, { once: true });
  }

  #failWaiting(which: (exchange: Exchange) => boolean, failure: WireFailure): void {
    for (const exchange of this.#waiting) {
      if (!which(exchange)) continue;
      this.#waiting.delete(exchange);
      exchange.reject(failure);
    }
  }
}
