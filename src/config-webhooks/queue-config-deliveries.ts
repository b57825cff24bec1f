import type { Queries } from '../platform/database/database.ts';
import { insertDeliveriesForAll } from './store/deliveries.ts';

/** Queues what every webhook is sent about a publication, in its transaction: told of exactly what was published. */
export async function queueConfigDeliveries(transaction: Queries, version: number): Promise<void> {
  await insertDeliveriesForAll(transaction, JSON.stringify({ event: 'config.updated', version }));
}
