import { connect, type Socket } from 'node:net';
import { readMessages } from './wire.ts';

/** A keep-alive connection to the bot that carries one update at a time. */
export interface Connection {
  /** Posts an update. Resolves to the status, or to 0 where the connection broke; it never rejects. */
  post(body: string): Promise<number>;
  close(): void;
}

export function openConnection(port: number, secret: string): Connection {
  const head =
    `POST /telegram/webhook HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
    `x-telegram-bot-api-secret-token: ${secret}\r\ncontent-length: `;
  let socket: Socket | undefined;
  let answered: ((status: number) => void) | undefined;

  function settle(status: number): void {
    const callback = answered;
    answered = undefined;
    callback?.(status);
  }

  function open(): Socket {
    const fresh = connect({ port, host: '127.0.0.1', noDelay: true });
    readMessages(fresh, (line) => settle(Number(line.slice(9, 12))));
    fresh.on('error', () => fresh.destroy());
    fresh.on('close', () => {
      if (socket === fresh) socket = undefined;
      settle(0);
    });
    return fresh;
  }

  return {
    post(body) {
      socket ??= open();
      const { promise, resolve } = Promise.withResolvers<number>();
      answered = resolve;
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return promise;
    },
    close() {
      socket?.destroy();
    },
  };
}
