import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WireFailure } from './failure.ts';
import { rawAnswer, startRawServer, type RawAnswer, type RawServer } from './testing.ts';
import { openWire, type Wire } from './wire.ts';

let server: RawServer;
let wire: Wire;

async function start(answer: RawAnswer, connections?: number): Promise<void> {
  server = await startRawServer(answer);
  wire = openWire(`http://127.0.0.1:${server.port}/api/`, '1:x', connections);
}
async function ask(body = '{"text":"Сессия"}', timeLimit = 10_000, signal?: AbortSignal): Promise<string> {
  const answer = await wire.post({ method: 'sendMessage', body, timeLimit, signal });
  return `${answer.status} ${answer.body.toString()}`;
}
const yes = '200 {"ok":true,"result":true}';

afterEach(async () => {
  await wire.close();
  await server.stop();
});

describe('the wire to the Bot API', () => {
  it('sends a request whole, its length in bytes', async () => {
    await start((socket) => void socket.write(rawAnswer()));
    expect(await ask()).toBe(yes);
    const [head = '', body = ''] = server.requests[0]?.split('\r\n\r\n') ?? [];
    expect(head.split('\r\n')).toEqual([
      'POST /api/bot1:x/sendMessage HTTP/1.1',
      `host: 127.0.0.1:${server.port}`,
      'connection: keep-alive',
      'content-type: application/json',
      'content-length: 23',
    ]);
    expect(Buffer.from(body, 'latin1').toString()).toBe('{"text":"Сессия"}');
  });

  it('sends a request larger than a socket takes at once', async () => {
    await start((socket) => void socket.write(rawAnswer()));
    const body = JSON.stringify('ж'.repeat(1_000_000));
    expect(await ask(body, 10_000)).toBe(yes);
    expect(server.requests[0]?.endsWith(Buffer.from('жж"').toString('latin1'))).toBe(true);
    expect(await ask()).toBe(yes);
  });

  it('reads an answer that comes byte by byte, and keeps the connection', async () => {
    const bytes = rawAnswer('{"ok":true,"result":"Сессия"}', 'server: nginx\r\n');
    await start((socket) => {
      socket.setNoDelay(true);
      void (async () => {
        for (const byte of Buffer.from(bytes)) {
          socket.write(Buffer.of(byte));
          await pause(0);
        }
      })();
    });
    expect([await ask(), await ask()]).toEqual(Array(2).fill('200 {"ok":true,"result":"Сессия"}'));
    expect(server.sockets).toHaveLength(1);
  });

  it('takes the end of the connection for the end of an answer that does not say how long it is', async () => {
    await start((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"ok":true,"result":true}'));
    expect([await ask(), await ask()]).toEqual([yes, yes]);
    expect(server.sockets).toHaveLength(2);
  });

  it.each<[string, string]>([
    ['garbage', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['half an answer and the end', rawAnswer().slice(0, -5)],
    ['nothing but the end', ''],
    ['too much', 'HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n'],
  ])(
    'fails a call that is answered with %s, says it once only, and goes on over another connection',
    async (_, said) => {
      await start((socket, nth) => (nth === 1 ? socket.end(said) : socket.write(rawAnswer())));
      await expect(ask()).rejects.toThrow(WireFailure);
      expect(server.requests).toHaveLength(1);
      expect(await ask()).toBe(yes);
      expect(server.sockets).toHaveLength(2);
    },
  );

  it.each(['connection: close\r\n', 'keep-alive: timeout=1\r\n'])(
    'uses no connection again after «%s»',
    async (header) => {
      await start((socket) => void socket.write(rawAnswer(undefined, header)));
      expect([await ask(), await ask()]).toEqual([yes, yes]);
      expect(server.sockets).toHaveLength(2);
    },
  );

  it('replaces a connection that the server has closed while nothing was on it', async () => {
    await start((socket) => void socket.write(rawAnswer()));
    await ask();
    server.sockets[0]?.end();
    await expect.poll(() => server.sockets[0]?.destroyed).toBe(true);
    expect(await ask()).toBe(yes);
    expect(server.sockets).toHaveLength(2);
  });

  it('drops a connection on which something comes that nobody asked for', async () => {
    await start((socket) => void socket.write(rawAnswer()));
    await ask();
    server.sockets[0]?.write(rawAnswer('{"ok":true,"result":"of another"}'));
    await expect.poll(() => server.sockets[0]?.destroyed).toBe(true);
    expect(await ask()).toBe(yes);
    expect(server.sockets).toHaveLength(2);
  });

  it('keeps the order of what waits for a connection, and fails alone what waits too long', async () => {
    const held: (() => void)[] = [];
    await start(
      (socket, nth) => void (nth === 1 ? held.push(() => socket.write(rawAnswer())) : socket.write(rawAnswer())),
      1,
    );
    const calls = [ask('"first"'), ask('"second"'), ask('"late"', 100), ask('"third"')];
    await expect(calls[2]).rejects.toThrow('time limit');
    await expect.poll(() => held.length).toBe(1);
    held[0]?.();
    expect(await Promise.all([calls[0], calls[1], calls[3]])).toEqual([yes, yes, yes]);
    expect(server.requests.map((request) => request.split('"').at(-2))).toEqual(['first', 'second', 'third']);
  });

  it('cuts what a signal says and nothing else, and begins nothing after it', async () => {
    await start((socket) => void setTimeout(() => socket.write(rawAnswer()), 200), 2);
    const stop = new AbortController();
    const calls = [ask('1', 10_000, stop.signal), ask('2'), ask('3', 10_000, stop.signal), ask('4')];
    setTimeout(() => stop.abort(), 50);
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    await expect(ask('5', 10_000, stop.signal)).rejects.toThrow('stopped');
  });

  it('fails what is under way when it is closed, and all that comes later', async () => {
    await start(() => undefined, 1);
    const calls = [ask(), ask()];
    setTimeout(() => void wire.close(), 50);
    expect((await Promise.allSettled(calls)).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(ask()).rejects.toThrow('stopped');
  });

  it('O5 lets neither a method nor a token add to the request', async () => {
    await start((socket) => void socket.write(rawAnswer()));
    const request = { method: 'getMe HTTP/1.1\r\nx: y', body: '{}', timeLimit: 1_000 };
    await expect(wire.post(request)).rejects.toThrow('no method');
    await wire.close();
    wire = openWire(`http://127.0.0.1:${server.port}`, '1:x HTTP/1.1\r\nx: y');
    await ask();
    expect(server.requests[0]).toMatch(/^POST \/bot1:x%20HTTP\/1.1x:%20y\/sendMessage HTTP\/1.1\r\nhost:/);
  });
});
