import { startAdmin, type Admin } from './admin.ts';
import { startBalancer, type Balancer } from './balancer.ts';
import type { OwnRedis } from './own-redis.ts';
import { createTrial, type Trial } from './trial.ts';
import { until } from './until.ts';

/** Two bots and an admin service, which have nothing in common but a database and perhaps a Redis. */
export interface TwoBots {
  readonly trial: Trial;
  readonly balancer: Balancer;
  readonly admin: Admin;
}

/**
 * Starts them, with the webhook set.
 *
 * @param more settings of the bots and the admin service.
 * @param ends gets what is to be undone afterwards, last first, also of what was begun before a failure.
 */
export async function startTwoBots(
  redis: OwnRedis | undefined,
  ends: (() => Promise<void>)[],
  more: Readonly<Record<string, string>> = {},
): Promise<TwoBots> {
  const settings = { ...(redis ? { REDIS_URL: redis.url } : {}), ...more };
  const balancer = await startBalancer();
  ends.push(() => balancer.close());
  const trial = await createTrial({ engine: 'PostgreSQL', by: 'webhook', settings });
  ends.push(() => trial.end());
  for (const _ of ['one', 'two']) balancer.behind.push((await trial.startBot(balancer.address)).address);
  const admin = await startAdmin({ ...trial.store.environment, ...settings });
  ends.push(() => admin.running.stop());
  await until('the webhook is set', () => trial.simulator.core.webhook.settings !== undefined);
  return { trial, balancer, admin };
}
