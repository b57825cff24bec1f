import { Pool } from 'undici';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

export interface WireRequest {
  readonly method: string;
  /** JSON. */
  readonly body: string;
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
  return {
    post: (request) => dispatch(pool, path, request),
    close: () => pool.destroy(),
  };
}

function dispatch(pool: Pool, path: string, { method, body, timeLimit, signal }: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let abort: ((reason: Error) => void) | undefined;
    let failure: WireFailure | undefined;
    let status = 0;
    let size = 0;
    const chunks: Buffer[] = [];

    const giveUp = (why: string): void => {
      failure ??= new WireFailure(why);
      end();
      reject(failure);
      abort?.(failure);
    };
    const onAbort = (): void => giveUp('stopped');
    const timer = setTimeout(() => giveUp('time limit'), timeLimit);
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    if (signal?.aborted) return giveUp('stopped');
    signal?.addEventListener('abort', onAbort);

    pool.dispatch(
      { path: path + method, method: 'POST', headers: ['content-type', 'application/json'], body },
      {
        onRequestStart(controller) {
          // Given up while it waited for a connection: it must not go out after all.
          if (failure) controller.abort(failure);
          else abort = (reason) => controller.abort(reason);
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > largestAnswer) giveUp('answer too large');
          else chunks.push(chunk);
        },
        onResponseEnd() {
          end();
          resolve({ status, body: Buffer.concat(chunks).toString() });
        },
        onResponseError(_controller, error) {
          end();
          reject(failure ?? new WireFailure(codeOf(error)));
        },
      },
    );
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
