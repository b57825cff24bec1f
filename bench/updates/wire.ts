/**
 * As much of HTTP/1.1 as the benchmark's own two processes speak.
 *
 * They share two cores with what they measure, and every microsecond of theirs is missing there: with `node:http` and
 * undici in their place they took more than the faster of the two bots. So one socket is read here by hand:
 * keep-alive, `content-length` or chunked, nothing else.
 */
import type { Socket } from 'node:net';

/** The first line and the headers, as they came, and the body. */
type OnMessage = (head: string, body: string) => void;

const headEnd = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

/** Calls back for each whole request or response on the socket, in order. */
export function readMessages(socket: Socket, onMessage: OnMessage): void {
  let held: Buffer = nothing;
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const end = held.indexOf(headEnd);
      if (end < 0) return;
      const head = held.toString('latin1', 0, end);
      const start = end + headEnd.length;
      const message = /transfer-encoding: *chunked/i.test(head) ? chunked(held, start) : counted(held, start, head);
      if (message === undefined) return;
      held = message.next === held.length ? nothing : held.subarray(message.next);
      onMessage(head, message.body);
    }
  });
}

interface Body {
  readonly body: string;
  /** Where the next message begins. */
  readonly next: number;
}

function counted(held: Buffer, start: number, head: string): Body | undefined {
  const next = start + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return held.length < next ? undefined : { body: held.toString('utf8', start, next), next };
}

function chunked(held: Buffer, start: number): Body | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = held.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(held.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (held.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(parts).toString(), next };
    parts.push(held.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
