import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a test's Bot API does with a call: answers with a result, refuses, cuts the connection or never answers. */
export type Reply =
  | { readonly result: unknown }
  | { readonly error: number; readonly description: string; readonly retryAfter?: number }
  | { readonly status: number; readonly body: string }
  | 'cut'
  | 'silence';

export interface ReceivedCall {
  readonly method: string;
  readonly payload: Record<string, unknown>;
  readonly address: string;
  readonly contentType: string | undefined;
}

export type Answer = (call: ReceivedCall) => Reply | Promise<Reply>;

export interface BotApiStub {
  readonly apiRoot: string;
  /** Every call in the order of arrival. */
  readonly received: ReceivedCall[];
  /** Connections opened so far. */
  connections(): number;
  /** Replaces what answers from now on. */
  answer(answer: Answer): void;
  stop(): Promise<void>;
}

const taken: Answer = () => ({ result: true });

/** A Bot API that a test tells what to say: for what no well-behaved server does. */
export async function startBotApiStub(first: Answer = taken): Promise<BotApiStub> {
  let current = first;
  const received: ReceivedCall[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const text = Buffer.concat(chunks).toString();
      // A form is for the test to look into, where it cares.
      const isJson = text !== '' && request.headers['content-type'] === 'application/json';
      const payload: Record<string, unknown> = isJson ? JSON.parse(text) : {};
      const address = request.url ?? '';
      const method = address.slice(address.lastIndexOf('/') + 1);
      const call = { method, payload, address, contentType: request.headers['content-type'] };
      received.push(call);
      const reply = await current(call);
      if (reply === 'cut') request.socket.destroy();
      else if (reply !== 'silence') {
        const { status, body } = encode(reply);
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      }
    })();
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    answer: (answer) => {
      current = answer;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function encode(reply: Exclude<Reply, string>): { status: number; body: string } {
  if ('body' in reply) return reply;
  if ('result' in reply) return { status: 200, body: JSON.stringify({ ok: true, result: reply.result }) };
  const parameters = reply.retryAfter === undefined ? {} : { parameters: { retry_after: reply.retryAfter } };
  const body = { ok: false, error_code: reply.error, description: reply.description, ...parameters };
  return { status: reply.error, body: JSON.stringify(body) };
}
