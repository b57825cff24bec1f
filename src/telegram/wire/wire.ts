import type { MultipartBody } from '../client-multipart.ts';
import type { WireAnswer } from './answer.ts';
import { Calls } from './calls.ts';
import { dialTo } from './dial.ts';
import { WireFailure } from './failure.ts';
import type { Uploads } from './uploads.ts';

export interface WireRequest {
  readonly method: string;
  /** JSON, or a form with files. */
  readonly body: string | MultipartBody;
  /** Milliseconds from now until it is given up, waiting for a free connection included; 50 more may pass. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Wire {
  /** @throws WireFailure when no whole answer came. */
  post(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/**
 * Connections to the Bot API, kept alive: up to 100, one call on each at a time.
 *
 * Its HTTP is its own, because little of HTTP is needed, and the call is a great part of an answer's cost. A call, 40 at
 * a time to a local server, takes 24 µs of CPU, the kernel's half of it with it, and leaves 6 KB of garbage; with
 * undici's `Pool.dispatch` 40 µs and 11 KB. Where other work comes in between and empties the processor's caches, as in
 * the bot, the difference is 45 µs.
 *
 * The address holds the bot's token, so nothing of a failure but its code leaves the wire.
 */
export function openWire(apiRoot: string, token: string, connections = 100): Wire {
  const root = new URL(apiRoot);
  // Read as a part of an address, so that no token can end the line it stands in.
  const { pathname } = new URL(`${root.origin}${root.pathname.replace(/\/+$/, '')}/bot${token}/`);
  const calls = new Calls(dialTo(root), connections);
  let uploads: Promise<Uploads> | undefined;
  /** Few bots send files, and what sends them is some 10 MB. */
  const upload = async (): Promise<Uploads> => (await import('./uploads.ts')).openUploads(root.origin);
  const headers = `HTTP/1.1\r\nhost: ${root.host}\r\nconnection: keep-alive\r\ncontent-type: application/json\r\n`;
  return {
    post: ({ method, body, timeLimit, signal }) => {
      if (!/^\w+$/.test(method)) return Promise.reject(new WireFailure('no method of the Bot API'));
      const path = pathname + method;
      if (typeof body !== 'string')
        return (uploads ??= upload()).then((opened) => opened.post(path, body, timeLimit, signal));
      const length = Buffer.byteLength(body);
      return calls.ask(`POST ${path} ${headers}content-length: ${length}\r\n\r\n${body}`, timeLimit, signal);
    },
    close: async () => {
      calls.close();
      await (await uploads)?.close();
    },
  };
}
