import type { Clock } from '../platform/clock.ts';
import { Commands } from './commands.ts';
import { Faults } from './faults.ts';
import { Feed } from './feed.ts';
import { Files } from './files.ts';
import { Polling } from './polling.ts';
import { OpenQueries } from './queries.ts';
import { firstMessageId, firstUpdateId, TelegramTime } from './time.ts';
import { UpdateQueue } from './update-queue.ts';
import { WebhookDelivery } from './webhook.ts';
import { World } from './world.ts';

export interface BotIdentity {
  readonly id: number;
  readonly first_name: string;
  readonly username: string;
}

export interface CoreOptions {
  readonly clock: Clock;
  readonly bot: BotIdentity;
  readonly random?: () => number;
  /** Milliseconds that one second of waiting between webhook retries takes; 1000 unless a test shortens it. */
  readonly retrySecondMs?: number;
}

/** The parts of the simulated Telegram, without any HTTP. */
export interface Core {
  readonly time: TelegramTime;
  readonly random: () => number;
  readonly feed: Feed;
  readonly world: World;
  readonly files: Files;
  readonly queue: UpdateQueue;
  readonly polling: Polling;
  readonly webhook: WebhookDelivery;
  readonly queries: OpenQueries;
  readonly commands: Commands;
  readonly faults: Faults;
}

/** @param carryOut what does the call that a webhook's answer may hold */
export function createCore(options: CoreOptions, carryOut: (body: unknown, core: Core) => void): Core {
  const { clock, random = Math.random, retrySecondMs = 1000 } = options;
  const time = new TelegramTime(clock);
  const feed = new Feed();
  const queue = new UpdateQueue(time, firstUpdateId(clock));
  const core: Core = {
    time,
    random,
    feed,
    world: new World({ ...options.bot, is_bot: true }, feed, firstMessageId(clock)),
    files: new Files(),
    queue,
    polling: new Polling(queue),
    webhook: new WebhookDelivery({ queue, time, random, retrySecondMs, carryOut: (body) => carryOut(body, core) }),
    queries: new OpenQueries(time),
    commands: new Commands(),
    faults: new Faults(random),
  };
  return core;
}
