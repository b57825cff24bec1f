import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Core } from './core.ts';

/** A watcher that falls this far behind is cut off; it comes back and reads the chats anew. */
const BACKLOG_BYTES = 4 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;

/**
 * `GET /events`: what happens in the chats, as server-sent events. The first one, `hello`, names this process, so that
 * the page knows to read everything anew after a restart.
 */
export function eventStream(core: Core) {
  const boot = randomUUID();
  return async (app: FastifyInstance): Promise<void> => {
    const open = new Set<() => void>();
    app.get('/events', (_request, reply) => {
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const write = (name: string, data: unknown): void => {
        stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
        if (stream.writableLength > BACKLOG_BYTES) stream.destroy();
      };
      write('hello', { boot });
      const unsubscribe = core.feed.subscribe((event) => write('change', event));
      const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS);
      const end = (): void => {
        stream.end();
      };
      open.add(end);
      stream.once('close', () => {
        unsubscribe();
        clearInterval(heartbeat);
        open.delete(end);
      });
    });
    app.addHook('preClose', async () => {
      for (const end of open) end();
    });
  };
}
