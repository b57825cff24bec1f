import { readAnswerHead, type AnswerHead } from './answer-head.ts';
import { WireFailure } from './failure.ts';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** As it came; most answers are understood by their first bytes. */
  readonly body: Buffer;
}

/** An answer this large is no answer of the Bot API: a batch of 100 updates with long texts stays under 4 MB. */
export const largestAnswer = 16 * 1024 * 1024;
/** Bytes of a head, or of what follows the last chunk, at most. */
const largestHead = 16 * 1024;
/** Bytes of the line before a chunk at most. */
const largestChunkLine = 256;

const nothing = Buffer.alloc(0);
const lineEnd = '\r\n';
const headEnd = '\r\n\r\n';

/** Where in an answer the next byte belongs. */
type Stage = 'head' | 'body' | 'chunk line' | 'chunk' | 'chunk end' | 'trailer' | 'over';

/** Reads the answers of one connection, one after the other, from bytes cut anywhere. */
export class AnswerReader {
  /** Milliseconds for which the server keeps the connection after the last answer; 0 where it may not be used again. */
  keptFor = Infinity;
  #stage: Stage = 'head';
  /** Came, but is not enough to be understood. */
  #held: Buffer = nothing;
  #head: AnswerHead | undefined;
  #parts: Buffer[] = [];
  #size = 0;
  /** Bytes that the body, or the chunk, still lacks. */
  #missing = 0;

  /**
   * @param bytes are copied where they are kept.
   * @returns the answer, once it is whole.
   * @throws WireFailure where this is no answer, or one too large.
   */
  read(bytes: Buffer): WireAnswer | undefined {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    let at = 0;
    while (this.#stage !== 'over') {
      const next = this.#step(all, at);
      if (next < 0) {
        this.#held = at === all.length ? nothing : Buffer.from(all.subarray(at));
        return undefined;
      }
      at = next;
    }
    this.#held = nothing;
    // Nobody asked for more: what comes next on this connection could be taken for the answer to another call.
    if (at < all.length) this.keptFor = 0;
    return this.#finish();
  }

  /**
   * To be called when the server ends the connection.
   *
   * @returns the answer that this makes whole, if it does.
   */
  end(): WireAnswer | undefined {
    return this.#stage === 'body' && this.#head?.body === 'until end' ? this.#finish() : undefined;
  }

  /** @returns where the next step begins; less than 0 where more bytes are needed for this one. */
  #step(all: Buffer, at: number): number {
    switch (this.#stage) {
      case 'head':
        return this.#readHead(all, at);
      case 'body':
        return this.#take(all, at, 'over');
      case 'chunk':
        return this.#take(all, at, 'chunk end');
      case 'chunk line':
        return this.#readChunkLine(all, at);
      case 'chunk end':
        if (all.length < at + lineEnd.length) return -1;
        if (all.toString('latin1', at, at + lineEnd.length) !== lineEnd) throw new WireFailure('malformed answer');
        this.#stage = 'chunk line';
        return at + lineEnd.length;
      case 'trailer':
        return this.#skipTrailer(all, at);
      default:
        return at;
    }
  }

  #readHead(all: Buffer, at: number): number {
    const end = indexWithin(all, headEnd, at, largestHead);
    if (end < 0) return -1;
    const head = readAnswerHead(all.toString('latin1', at, end));
    // «Wait, there is more»: the answer itself is still to come.
    if (head.status >= 200) {
      this.#head = head;
      this.keptFor = head.keptFor;
      if (head.body === 'chunked') this.#stage = 'chunk line';
      else this.#expect(head.body === 'until end' ? Infinity : head.body, head.body === 0 ? 'over' : 'body');
    }
    return end + headEnd.length;
  }

  #readChunkLine(all: Buffer, at: number): number {
    const end = indexWithin(all, lineEnd, at, largestChunkLine);
    if (end < 0) return -1;
    const [, size] = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(all.toString('latin1', at, end)) ?? [];
    if (size === undefined) throw new WireFailure('malformed answer');
    const bytes = Number.parseInt(size, 16);
    this.#expect(bytes, bytes === 0 ? 'trailer' : 'chunk');
    return end + lineEnd.length;
  }

  #skipTrailer(all: Buffer, at: number): number {
    const end = indexWithin(all, lineEnd, at, largestHead);
    if (end < 0) return -1;
    if (end === at) this.#stage = 'over';
    return end + lineEnd.length;
  }

  #expect(bytes: number, stage: Stage): void {
    if (bytes !== Infinity && this.#size + bytes > largestAnswer) throw new WireFailure('answer too large');
    this.#missing = bytes;
    this.#stage = stage;
  }

  #take(all: Buffer, at: number, then: Stage): number {
    const taken = Math.min(this.#missing, all.length - at);
    if (taken === 0) return -1;
    const part = Buffer.allocUnsafe(taken);
    all.copy(part, 0, at, at + taken);
    this.#parts.push(part);
    this.#size += taken;
    if (this.#size > largestAnswer) throw new WireFailure('answer too large');
    this.#missing -= taken;
    if (this.#missing === 0) this.#stage = then;
    return at + taken;
  }

  #finish(): WireAnswer {
    const [only = nothing] = this.#parts;
    const answer = {
      status: this.#head?.status ?? 0,
      body: this.#parts.length > 1 ? Buffer.concat(this.#parts) : only,
    };
    this.#stage = 'head';
    this.#head = undefined;
    this.#parts = [];
    this.#size = 0;
    return answer;
  }
}

/** @throws WireFailure where it does not come within so many bytes. */
function indexWithin(all: Buffer, sought: string, at: number, most: number): number {
  const found = all.indexOf(sought, at, 'latin1');
  if ((found < 0 ? all.length : found) - at > most) throw new WireFailure('malformed answer');
  return found;
}
