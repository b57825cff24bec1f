import { Pool, type Dispatcher } from 'undici';
import type { MultipartBody } from './client-multipart.ts';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** As it came; most answers are understood by their first bytes. */
  readonly body: Buffer;
}

export interface WireRequest {
  readonly method: string;
  /** JSON, or a form with files. */
  readonly body: string | MultipartBody;
  /** Milliseconds from now until it is given up, waiting for a free connection included. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Wire {
  /** @throws WireFailure when no whole answer came. */
  post(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/** No whole answer came: refused, cut, too late, given up. Whether Telegram acted is not known. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
}

/** An answer this large is no answer of the Bot API: a batch of 100 updates with long texts stays under 4 MB. */
const largestAnswer = 16 * 1024 * 1024;

/**
 * Connections to the Bot API, kept alive: up to 100, one call on each at a time.
 *
 * It works on `Pool.dispatch`, the callbacks under undici's `request`, because the call is the greater part of an
 * answer's cost. Calls a CPU second on two shared cores, 40 at a time, to a local server: grammY with its own
 * node-fetch 5,400 (with a keep-alive agent 6,000), grammY over `Pool.request` 16,900, `node:http` 18,300,
 * `Pool.request` 22,000, this with its time limit and its classes 31,000.
 *
 * The address holds the bot's token, so nothing of a failure but its code leaves this file.
 */
export function openWire(apiRoot: string, token: string, connections = 100): Wire {
  const root = new URL(apiRoot);
  const path = `${root.pathname.replace(/\/+$/, '')}/bot${token}/`;
  const pool = new Pool(root.origin, {
    connections,
    pipelining: 1,
    connect: { timeout: 5_000 },
    keepAliveTimeout: 30_000,
    // The time limit of each call is kept here, over all its stages.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const cutters = new WeakMap<AbortSignal, Set<Exchange>>();
  /** What a signal cuts. It gets one listener, instead of one for each call. */
  const cutBy = (signal: AbortSignal): Set<Exchange> => {
    const known = cutters.get(signal);
    if (known) return known;
    const open = new Set<Exchange>();
    cutters.set(signal, open);
    signal.addEventListener('abort', () => {
      for (const exchange of open) exchange.giveUp('stopped');
    });
    return open;
  };
  return {
    post: ({ method, body, timeLimit, signal }) => {
      const exchange = new Exchange(timeLimit, signal && cutBy(signal));
      if (signal?.aborted) exchange.giveUp('stopped');
      else pool.dispatch({ path: path + method, method: 'POST', ...contentOf(body) }, exchange);
      return exchange.answer;
    },
    close: () => pool.destroy(),
  };
}

const json = ['content-type', 'application/json'];

function contentOf(body: string | MultipartBody): Pick<Dispatcher.DispatchOptions, 'headers' | 'body'> {
  if (typeof body === 'string') return { headers: json, body };
  return { headers: ['content-type', body.type, 'content-length', String(body.length)], body: body.content };
}

/** One request and its answer; a class, because closures for each of its moments would be made for every call. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<WireAnswer>;
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (failure: WireFailure) => void;
  readonly #timer: NodeJS.Timeout;
  /** Those that one signal cuts together. */
  readonly #fellows: Set<Exchange> | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #failure: WireFailure | undefined;
  #status = 0;
  #size = 0;
  readonly #chunks: Buffer[] = [];

  constructor(timeLimit: number, fellows: Set<Exchange> | undefined) {
    const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(expire, timeLimit, this);
    this.#fellows = fellows;
    fellows?.add(this);
  }

  giveUp(why: string): void {
    this.#failure ??= new WireFailure(why);
    this.#end();
    this.#reject(this.#failure);
    this.#controller?.abort(this.#failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a connection: it must not go out after all.
    if (this.#failure) controller.abort(this.#failure);
    else this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > largestAnswer) this.giveUp('answer too large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    this.#reject(this.#failure ?? new WireFailure(codeOf(error)));
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#fellows?.delete(this);
  }
}

function expire(exchange: Exchange): void {
  exchange.giveUp('time limit');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
