import { requireCurrentSchema } from '../platform/database/migrate.ts';
import { atMost } from '../platform/rest.ts';
import type { Parts } from './parts.ts';

/** Milliseconds that figures may take; one that takes longer is told as it was. */
const mostWaiting = 2_000;

/** What operators and their tools ask every role: is it alive, is it ready, what are its figures. */
export async function mountOperations(
  { server, metrics, database }: Parts,
  { isReady, home }: { readonly isReady: () => boolean; readonly home: string | null },
): Promise<void> {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_, reply) => {
    if (!isReady()) return reply.code(503).send({ status: 'starting or stopping' });
    try {
      await requireCurrentSchema(database.queries);
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer or has an older schema' });
    }
  });
  server.get('/metrics', async (_, reply) => {
    const { total, idle, waiting } = database.poolState();
    metrics.pool.set({ state: 'used' }, total - idle);
    metrics.pool.set({ state: 'idle' }, idle);
    metrics.pool.set({ state: 'waiting' }, waiting);
    // What nobody knows is as bad as can be: whoever watches for a lag has to hear of it.
    if (database.replica) metrics.replicaLag.set(database.replica.lag() ?? Number.POSITIVE_INFINITY);
    await atMost(mostWaiting, Promise.allSettled([...metrics.lookUps].map((lookUp) => lookUp())));
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  if (home !== null) server.get('/', async (_, reply) => reply.redirect(home));
}
