import { LatelyUsed } from '../../platform/lately-used.ts';
import { WireFailure } from './failure.ts';

/** The first line and the headers of an answer, as far as they say where it ends. */
export interface AnswerHead {
  readonly status: number;
  /** Bytes of the body; it comes in chunks, or lasts until the connection ends, where nobody knows beforehand. */
  readonly body: number | 'chunked' | 'until end';
  /** Milliseconds for which the server keeps the connection after this; 0 where it closes it. */
  readonly keptFor: number;
}

/** Milliseconds before the server closes an idle connection in which no call begins on it any more. */
const margin = 2_000;

const wellFormed = /^HTTP\/1\.[01] [1-5]\d\d(?: [^\0\r\n]*)?(?:\r\n[\w!#$%&'*+.^`|~-]+:[^\0\r\n]*)*$/;
const saysClose = /\r\nconnection:[^\r]*\bclose\b/;
const saysKeep = /\r\nconnection:[^\r]*\bkeep-alive\b/;

/** Answers of the same second and length have the same head; to know it costs a fifth of reading it. */
const known = new LatelyUsed<string, AnswerHead>(100);

/**
 * Reads the head of an answer, without the empty line that ends it. Whatever two readers could understand differently
 * (two lengths, a folded line, another coding than chunks) is refused, as is a change of protocol nobody asked for.
 *
 * @throws WireFailure
 */
export function readAnswerHead(text: string): AnswerHead {
  const before = known.get(text);
  if (before) return before;
  const head = read(text);
  known.set(text, head);
  return head;
}

function read(text: string): AnswerHead {
  if (!wellFormed.test(text)) throw new WireFailure('malformed answer');
  const head = text.toLowerCase();
  const status = Number(head.slice(9, 12));
  const length = valueOf(head, 'content-length');
  const coding = valueOf(head, 'transfer-encoding');
  const isChunked = coding === 'chunked' && length === undefined;
  const isCounted = length !== undefined && /^\d{1,15}$/.test(length);
  if (status === 101 || (coding !== undefined && !isChunked) || (length !== undefined && !isCounted))
    throw new WireFailure('malformed answer');
  if (status < 200 || status === 204 || status === 304) return { status, body: 0, keptFor: keptFor(head) };
  if (isChunked) return { status, body: 'chunked', keptFor: keptFor(head) };
  if (isCounted) return { status, body: Number(length), keptFor: keptFor(head) };
  return { status, body: 'until end', keptFor: 0 };
}

function keptFor(head: string): number {
  if (saysClose.test(head) || (head.startsWith('http/1.0') && !saysKeep.test(head))) return 0;
  const seconds = /\btimeout=(\d+)/.exec(valueOf(head, 'keep-alive') ?? '')?.[1];
  return seconds === undefined ? Infinity : Math.max(0, Number(seconds) * 1_000 - margin);
}

/** @throws WireFailure where the header is there twice. */
function valueOf(head: string, name: string): string | undefined {
  const line = `\r\n${name}:`;
  const found = head.indexOf(line);
  if (found < 0) return undefined;
  const start = found + line.length;
  if (head.includes(line, start)) throw new WireFailure('malformed answer');
  const end = head.indexOf('\r\n', start);
  return head.slice(start, end < 0 ? undefined : end).trim();
}
