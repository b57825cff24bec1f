import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readMessages } from './wire.ts';

/** What is read of these pieces, written one after the other. */
async function read(pieces: readonly string[]): Promise<{ head: string; body: string }[]> {
  const messages: { head: string; body: string }[] = [];
  const server = createServer((socket: Socket) => readMessages(socket, (head, body) => messages.push({ head, body })));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const client = connect(port, '127.0.0.1');
  client.setNoDelay(true);
  for (const piece of pieces) {
    client.write(piece);
    await sleep(5);
  }
  client.end();
  await once(client, 'close');
  return messages;
}

test('a message that comes in pieces is read whole', async () => {
  const pieces = ['HTTP/1.1 200 OK\r\nConte', 'nt-Length: 4\r\n\r', '\nab', 'cd'];
  expect(await read(pieces)).toEqual([{ head: 'HTTP/1.1 200 OK\r\nContent-Length: 4', body: 'abcd' }]);
});

test('messages that come in one piece are read one by one', async () => {
  const pieces = ['POST /a HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}GET /b HTTP/1.1\r\n\r\n'];
  const messages = await read(pieces);
  expect(messages.map((message) => message.body)).toEqual(['{}', '']);
});

test('a length counts bytes, so Cyrillic is not cut', async () => {
  const [message] = await read([`POST /a HTTP/1.1\r\ncontent-length: ${Buffer.byteLength('Начать')}\r\n\r\nНачать`]);
  expect(message?.body).toBe('Начать');
});

test('a chunked body is put together', async () => {
  const pieces = ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r', '\nde\r\n0\r\n\r\n'];
  const messages = await read(pieces);
  expect(messages.map((message) => message.body)).toEqual(['abcde']);
});
