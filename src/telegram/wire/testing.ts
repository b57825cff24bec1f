import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server that a test tells what to say byte by byte: for what no library for servers would send. */
export interface RawServer {
  readonly port: number;
  /** Connections so far, in the order in which they came. */
  readonly sockets: readonly Socket[];
  /** Requests so far, as they came: head and body. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Answers the nth request of all. */
export type RawAnswer = (socket: Socket, nth: number) => void;

export async function startRawServer(
  answer: RawAnswer,
  create: (onSocket: (socket: Socket) => void) => Server = createServer,
): Promise<RawServer> {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = create((socket) => {
    sockets.push(socket);
    let held = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      held += bytes.toString('latin1');
      const [head = '', length = ''] = /^[^]*?content-length: (\d+)\r\n\r\n/.exec(held) ?? [];
      if (head === '' || held.length < head.length + Number(length)) return;
      requests.push(held);
      held = '';
      answer(socket, requests.length);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sockets,
    requests,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** An answer of the Bot API with its head. */
export function rawAnswer(body = '{"ok":true,"result":true}', headers = ''): string {
  return `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
