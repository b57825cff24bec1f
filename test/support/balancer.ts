import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'undici';

export interface Balancer {
  /** For PUBLIC_URL. */
  readonly address: string;
  /** Each delivery goes to the next process in turn, or to all of them at once. */
  mode: 'in turn' | 'all';
  readonly behind: string[];
  close(): Promise<void>;
}

/** Stands between Telegram and several processes, as a load balancer does. */
export async function startBalancer(): Promise<Balancer> {
  const behind: string[] = [];
  let next = 0;
  const server = createServer((incoming, outgoing) => {
    void forward(incoming).then(
      (status) => outgoing.writeHead(status).end(),
      () => outgoing.writeHead(502).end(),
    );
  });

  async function forward(incoming: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': String(incoming.headers['x-telegram-bot-api-secret-token'] ?? ''),
    };
    next += 1;
    const chosen = balancer.mode === 'all' ? behind : behind.slice(next % behind.length).slice(0, 1);
    const statuses = await Promise.all(
      chosen.map(async (address) => {
        const answer = await request(`${address}${incoming.url ?? ''}`, { method: 'POST', headers, body });
        await answer.body.dump();
        return answer.statusCode;
      }),
    );
    return Math.max(502 * Number(statuses.length === 0), ...statuses);
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const balancer: Balancer = {
    address: `http://127.0.0.1:${address.port}`,
    mode: 'in turn',
    behind,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return balancer;
}
