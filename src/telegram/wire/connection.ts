import type { Socket } from 'node:net';
import { AnswerReader, type WireAnswer } from './answer.ts';
import type { Dial } from './dial.ts';
import { codeOf, WireFailure } from './failure.ts';

/** One request as it goes over the wire, and whoever waits for its answer. */
export interface Exchange {
  /** Head and body; empty once it is written, for it would live as long as the answer takes. */
  text: string;
  /** When it is given up, on the clock of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (failure: WireFailure) => void;
}

/** Told what becomes of a connection. */
export interface ConnectionOwner {
  /** It has just been made, or has finished an exchange: it can carry another one. */
  onReady(connection: Connection): void;
  /** It is no more. `unmade` is why, where it never came about. */
  onEnd(connection: Connection, unmade: WireFailure | undefined): void;
}

/** Milliseconds in which a connection is made, the handshake of TLS included. */
const connectLimit = 5_000;
/** Milliseconds for which a connection is kept that nobody needs. */
const idleLimit = 30_000;
/** Bytes that are read at once; a record of TLS holds no more. */
const readSize = 16 * 1024;

/** A connection to the Bot API, kept for one exchange after the other. */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  #exchange: Exchange | undefined;
  /** Until when it may be without an exchange: being made, or idle. */
  #limit = performance.now() + connectLimit;
  #isMade = false;
  #isOver = false;

  constructor(dial: Dial, owner: ConnectionOwner) {
    this.#owner = owner;
    // One buffer for all that it reads, instead of a stream's 64 KB for each piece.
    const callback = (size: number, bytes: Uint8Array): boolean => {
      this.#onBytes(Buffer.from(bytes.buffer, bytes.byteOffset, size));
      return true;
    };
    this.#socket = dial({ buffer: Buffer.allocUnsafe(readSize), callback }, () => {
      this.#isMade = true;
      this.#becomeReady();
    });
    this.#socket.on('error', (error) => this.end(new WireFailure(codeOf(error))));
    this.#socket.on('end', () => this.#onEnd());
    this.#socket.on('close', () => this.end(new WireFailure('connection closed')));
  }

  /** Whether it may be given an exchange at this moment; asked only of one that is idle. */
  isFresh(now: number): boolean {
    return now < this.#limit;
  }

  carry(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#socket.ref();
    // One write: each is a call of the system.
    this.#socket.write(exchange.text);
    exchange.text = '';
  }

  /** Nothing is to be carried for now: the process may end over it. */
  rest(): void {
    this.#socket.unref();
  }

  /** Ends it where it has taken too long by now. */
  check(now: number): void {
    if (this.#exchange) {
      if (now >= this.#exchange.deadline) this.end(new WireFailure('time limit'));
    } else if (now >= this.#limit) this.end(new WireFailure(this.#isMade ? 'idle' : 'connect timeout'));
  }

  /** Ends it where it carries what this signal cuts. */
  cut(signal: AbortSignal): void {
    if (this.#exchange?.signal === signal) this.end(new WireFailure('stopped'));
  }

  /** Cuts it off, and fails what it carries: half of it may have been sent, so nothing is repeated here. */
  end(failure: WireFailure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    exchange?.reject(failure);
    this.#owner.onEnd(this, this.#isMade ? undefined : failure);
  }

  #onBytes(bytes: Buffer): void {
    // Nobody asked: whatever this is, it could be taken for the answer to the next call.
    if (!this.#exchange) return this.end(new WireFailure('unasked answer'));
    let answer: WireAnswer | undefined;
    try {
      answer = this.#reader.read(bytes);
    } catch (error) {
      return this.end(error instanceof WireFailure ? error : new WireFailure('malformed answer'));
    }
    if (answer) this.#finish(answer);
  }

  #onEnd(): void {
    const answer = this.#exchange && this.#reader.end();
    if (answer) this.#finish(answer);
    this.end(new WireFailure('connection closed'));
  }

  #finish(answer: WireAnswer): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.resolve(answer);
    // Answered before it was asked in full: the rest of the question would be taken for the next one.
    if (this.#reader.keptFor === 0 || this.#socket.writableLength > 0) this.end(new WireFailure('connection closed'));
    else this.#becomeReady();
  }

  #becomeReady(): void {
    this.#limit = performance.now() + Math.min(idleLimit, this.#reader.keptFor);
    this.#owner.onReady(this);
  }
}
