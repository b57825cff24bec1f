import { describe, expect, it } from 'vitest';
import { AnswerReader, largestAnswer, type WireAnswer } from './answer.ts';
import { WireFailure } from './failure.ts';

const said = '{"ok":true,"result":"Сессия"}';
const bytes = Buffer.byteLength(said);
const counted = `HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: ${bytes}\r\n\r\n${said}`;
const chunked =
  `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n` +
  `5\r\n${said.slice(0, 5)}\r\n${(bytes - 5).toString(16)};a=b\r\n${said.slice(5)}\r\n0\r\nx-sum: 1\r\n\r\n`;

/** Reads it in pieces of so many bytes; the buffer they come in is written over after each, as the socket does. */
function readIn(size: number, text: string, reader = new AnswerReader()): WireAnswer[] {
  const all = Buffer.from(text);
  const answers: WireAnswer[] = [];
  for (let at = 0; at < all.length; at += size) {
    const piece = Buffer.from(all.subarray(at, at + size));
    const answer = reader.read(piece);
    piece.fill('?');
    if (answer) answers.push(answer);
  }
  return answers;
}

function shown(answers: readonly WireAnswer[]): string[] {
  return answers.map(({ status, body }) => `${status} ${body.toString()}`);
}

describe('an answer on the wire', () => {
  it.each([
    ['with its length', counted],
    ['in chunks', chunked],
    [
      'after «wait, there is more»',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n${counted}`,
    ],
  ])('is read %s, wherever it is cut', (_name, text) => {
    for (let size = 1; size <= Buffer.byteLength(text); size += 1)
      expect(shown(readIn(size, text))).toEqual([`200 ${said}`]);
  });

  it('lasts until the connection ends where it does not say how long it is', () => {
    const reader = new AnswerReader();
    expect(readIn(7, `HTTP/1.1 502 Bad Gateway\r\n\r\n<html>`, reader)).toEqual([]);
    expect(reader.end()).toMatchObject({ status: 502, body: Buffer.from('<html>') });
    expect(reader.keptFor).toBe(0);
  });

  it.each([
    ['nothing yet', ''],
    ['half a head', counted.slice(0, 20)],
    ['half a body', counted.slice(0, -3)],
    ['half of the chunks', chunked.slice(0, -9)],
  ])('is not made whole by an end after %s', (_name, text) => {
    const reader = new AnswerReader();
    expect(readIn(1_000, text, reader)).toEqual([]);
    expect(reader.end()).toBeUndefined();
  });

  it('is followed by the next one on the same connection', () => {
    const reader = new AnswerReader();
    for (const text of [chunked, counted, 'HTTP/1.1 204 No Content\r\n\r\n', chunked])
      expect(readIn(11, text, reader)).toHaveLength(1);
    expect(reader.keptFor).toBe(Infinity);
  });

  it('is given but the connection is not used again where more came than was asked for', () => {
    const reader = new AnswerReader();
    expect(shown(readIn(10_000, counted + counted, reader))).toEqual([`200 ${said}`]);
    expect(reader.keptFor).toBe(0);
  });

  it.each([
    ['HTTP/1.1', 'connection: keep-alive', Infinity],
    ['HTTP/1.1', 'Connection: Close', 0],
    ['HTTP/1.1', 'Keep-Alive: max=5, timeout=5', 3_000],
    ['HTTP/1.1', 'keep-alive: timeout=1', 0],
    ['HTTP/1.0', 'x-else: a', 0],
    ['HTTP/1.0', 'connection: keep-alive', Infinity],
  ])('of %s says by «%s» how long its connection is kept', (version, header, expected) => {
    const reader = new AnswerReader();
    readIn(10_000, `${version} 200 OK\r\n${header}\r\ncontent-length: 0\r\n\r\n`, reader);
    expect(reader.keptFor).toBe(expected);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['a status of no kind', 'HTTP/1.1 999 OK\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    ['a folded line', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 5\r\n\r\n'],
    ['a bare line feed', 'HTTP/1.1 200 OK\r\na: b\ncontent-length: 5\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n'],
    ['two ways to tell the length', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['an unknown coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['a chunk of no size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\na: ${'x'.repeat(17_000)}`],
    ['a chunk line without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(300)}`],
  ])('is refused when it has %s', (_name, text) => {
    for (const size of [1, 7, 100_000]) expect(() => readIn(size, text)).toThrow(WireFailure);
  });

  it.each([
    ['says so', `content-length: ${largestAnswer + 1}\r\n\r\n`],
    ['says so of a chunk', `transfer-encoding: chunked\r\n\r\n${(largestAnswer + 1).toString(16)}\r\n`],
    ['does not say so', `\r\n${'x'.repeat(largestAnswer + 1)}`],
  ])('is refused when it is too large and %s', (_name, rest) => {
    expect(() => readIn(1 << 20, `HTTP/1.1 200 OK\r\n${rest}`)).toThrow('answer too large');
  });
});
