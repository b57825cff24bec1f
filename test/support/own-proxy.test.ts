import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnProxy, type OwnProxy } from './own-proxy.ts';
import { until } from './until.ts';

describe('a proxy between the code and a server', () => {
  let echo: Server;
  let proxy: OwnProxy;
  let client: Socket;
  let heard = '';

  beforeEach(async () => {
    echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    proxy = await createOwnProxy(`echo://127.0.0.1:${address.port}/?a=b`);
    client = connect();
    await once(client, 'connect');
  });
  afterEach(async () => {
    client.destroy();
    await proxy.drop();
    echo.close();
  });

  function connect(): Socket {
    heard = '';
    const socket = createConnection(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.on('error', () => undefined).on('data', (piece: Buffer) => (heard += piece.toString()));
    return socket;
  }
  const hears = (text: string): Promise<void> => until(`${text} comes back`, () => heard === text);

  it('passes on, and keeps the rest of the address', async () => {
    expect(proxy.url).toMatch(/^echo:\/\/127\.0\.0\.1:\d+\/\?a=b$/);
    client.write('one');
    await hears('one');
  });

  it('holds, and then passes on what it held', async () => {
    proxy.hold();
    client.write('one');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toBe('');
    await proxy.pass();
    await hears('one');
  });

  it('cuts what is there, and lets new connections through', async () => {
    const closed = new Promise((resolve) => client.once('close', resolve));
    proxy.cut();
    await closed;
    client = connect();
    client.write('two');
    await hears('two');
    expect(proxy.connections()).toBe(1);
  });

  it('refuses like a port nobody listens on, until it passes again', async () => {
    proxy.refuse();
    client = connect();
    await expect(once(client, 'connect')).rejects.toThrow('ECONNREFUSED');
    await proxy.pass();
    client = connect();
    client.write('three');
    await hears('three');
  });

  it('slows every piece down', async () => {
    proxy.slow(40);
    const began = performance.now();
    client.write('one');
    await hears('one');
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
  });
});
