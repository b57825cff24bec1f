import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { freePortsInRow } from './own-process.ts';

/**
 * Stands between the code and a server, and breaks what lies between them:
 *
 *     const proxy = await createOwnProxy(server.url);
 *     const client = connect(proxy.url);
 *     proxy.hold();      // nothing goes through
 *     await proxy.pass(); // it does again
 */
export interface OwnProxy {
  /** The server's address, by way of the proxy. */
  readonly url: string;
  /** Connections at present. */
  connections(): number;
  /** Everything goes through, what was held as well. So it begins. */
  pass(): Promise<void>;
  /** Resets the connections there are; new ones go through. */
  cut(): void;
  /** Resets the connections there are, and refuses new ones, as if nobody listened. */
  refuse(): void;
  /** Connections are taken and stay, but nothing goes through, either way. */
  hold(): void;
  /** Every piece of at most 64 KiB waits so many milliseconds, one after the other. */
  slow(milliseconds: number): void;
  drop(): Promise<void>;
}

/** @param url of a server on this machine: any address with a port, in it or in a parameter `endpoint`. */
export async function createOwnProxy(url: string): Promise<OwnProxy> {
  const target = Number(/(?:127\.0\.0\.1|localhost):(\d+)/.exec(url)?.[1]);
  if (!Number.isInteger(target)) throw new Error(`no port to stand before: ${url}`);
  const port = await freePortsInRow(1);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let pauseMs = 0;
  let held: PromiseWithResolvers<void> | undefined;

  async function listen(): Promise<void> {
    server = createServer((near) => {
      const far = createConnection(target, '127.0.0.1');
      void pump(near, far);
      void pump(far, near);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  /** Piece after piece, so that what a held reader does not take is not asked of the writer. */
  async function pump(from: Socket, to: Socket): Promise<void> {
    sockets.add(from);
    from.once('close', () => sockets.delete(from));
    try {
      for await (const piece of from) {
        if (pauseMs > 0) await sleep(pauseMs);
        await held?.promise;
        if (to.destroyed) break;
        if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
      await held?.promise;
      to.end();
    } catch {
      from.resetAndDestroy();
      to.resetAndDestroy();
    }
  }

  function release(): void {
    pauseMs = 0;
    held?.resolve();
    held = undefined;
  }

  function cut(): void {
    for (const socket of sockets) socket.resetAndDestroy();
    release();
  }

  await listen();
  return {
    url: url.replaceAll(`:${target}`, `:${port}`),
    connections() {
      return sockets.size / 2;
    },
    async pass() {
      release();
      if (!server) await listen();
    },
    cut,
    refuse() {
      server?.close();
      server = undefined;
      cut();
    },
    hold() {
      held ??= Promise.withResolvers();
    },
    slow(milliseconds) {
      release();
      pauseMs = milliseconds;
    },
    async drop() {
      cut();
      const closing = server;
      server = undefined;
      if (closing) await new Promise((resolve) => closing.close(resolve));
    },
  };
}
