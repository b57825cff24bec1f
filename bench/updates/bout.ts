/** One bot under all the loads, on a fresh database, with its correctness checked afterwards. */
import { Redis } from 'ioredis';
import { z } from 'zod';
import { startBot, webhookSecret, type Contestant } from './contestants.ts';
import { startHelper } from './helper.ts';
import { departure, load, type Load, type Order } from './orders.ts';
import { cpuSeconds, machineCpuSeconds, residentMegabytes } from './process-cost.ts';
import type { Server } from './server.ts';
import { verifyDatabase } from './verify.ts';

export interface Plan {
  readonly people: number;
  readonly seconds: number;
  /** How many updates are under way at once, level by level. */
  readonly inFlight: readonly number[];
  /** Updates a second in the steady load: ten times the daily users' peak, by O2 of the specification. */
  readonly rate: number;
  /** A folder for CPU profiles of the bots. */
  readonly profile?: string | undefined;
}

/** A load, and what it cost: microseconds of CPU per update. */
export interface Measured extends Load {
  readonly botCpu: number;
  readonly databaseCpu: number;
  /** The benchmark's own two processes. */
  readonly benchCpu: number;
  /** How many of the machine's cores were taken by what has nothing to do with it; Redis' share of a core is in it. */
  readonly othersCores: number;
}

export interface Bout {
  readonly contestant: Contestant;
  /** By the number in flight. */
  readonly floods: ReadonlyMap<number, Measured>;
  readonly steady: Measured;
  /** MB resident at the end of the heaviest load, and at most ever. */
  readonly resident: number;
  readonly peak: number;
  /** What was lost, doubled, reordered; empty where all is right. */
  readonly problems: readonly string[];
}

const secondDeliveries = 1000;

/** Each bout's updates have the same ids, so the once-keys of the bout before would swallow them. */
async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}

/** @param redisUrl names a database of Redis that is emptied. */
export async function holdBout(contestant: Contestant, plan: Plan, server: Server, redisUrl: string): Promise<Bout> {
  await emptyRedis(redisUrl);
  const name = `bench_${contestant}`;
  const databaseUrl = await server.freshDatabase(name);
  const botApi = startHelper('bot-api.ts');
  const people = startHelper('load.ts');
  try {
    const { port: botApiPort } = z.object({ port: z.number() }).parse(await botApi.hello());
    const bot = await startBot(contestant, { databaseUrl, redisUrl, botApiPort, profile: plan.profile });
    try {
      const measure = async (task: Order): Promise<Measured> => {
        await server.checkpoint();
        const costs = () => ({
          bot: cpuSeconds(bot.pid),
          database: server.cpuSeconds(),
          bench: cpuSeconds(botApi.pid) + cpuSeconds(people.pid),
          machine: machineCpuSeconds(),
        });
        const before = costs();
        const result = load.parse(await people.ask(task));
        const after = costs();
        const used = {
          bot: after.bot - before.bot,
          database: after.database - before.database,
          bench: after.bench - before.bench,
          machine: after.machine - before.machine,
        };
        const perUpdate = 1e6 / Math.max(result.updates, 1);
        return {
          ...result,
          botCpu: used.bot * perUpdate,
          databaseCpu: used.database * perUpdate,
          benchCpu: used.bench * perUpdate,
          othersCores: Math.max(used.machine - used.bot - used.database - used.bench, 0) / result.seconds,
        };
      };
      await people.ask({
        type: 'meet',
        bots: [bot.port],
        botApi: botApiPort,
        secret: webhookSecret,
        people: plan.people,
      });
      await people.ask({ type: 'warm', inFlight: 40 });
      const floods = new Map<number, Measured>();
      for (const inFlight of plan.inFlight) {
        floods.set(inFlight, await measure({ type: 'flood', inFlight, seconds: plan.seconds }));
      }
      const resident = residentMegabytes(bot.pid, 'VmRSS');
      const steady = await measure({ type: 'pour', rate: plan.rate, seconds: plan.seconds });
      const peak = residentMegabytes(bot.pid, 'VmHWM');
      await people.ask({ type: 'redeliver', count: secondDeliveries });
      const left = departure.parse(await people.ask({ type: 'leave' }));
      const counted = Object.entries(left.problems).map(([problem, count]) => `${problem}: ${count} updates`);
      const problems = [...counted, ...left.examples, ...(await verifyDatabase(databaseUrl, left))];
      return { contestant, floods, steady, resident, peak, problems };
    } finally {
      await bot.stop();
    }
  } finally {
    people.stop();
    botApi.stop();
    await server.dropDatabase(name);
  }
}
