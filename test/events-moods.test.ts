import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, it } from 'vitest';
import { readSettings } from '../src/config.ts';
import { openDatabase, type Queries } from '../src/platform/database/database.ts';
import { start, type RoleName, type Running } from '../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { runCrowd } from './support/crowd.ts';
import { expectEventsToAgree, untilApplied } from './support/event-accounts.ts';
import { createOwnPostgres, type OwnPostgres } from './support/own-postgres.ts';
import { createOwnRabbitmq, type OwnRabbitmq } from './support/own-rabbitmq.ts';
import { describeWith } from './support/servers.ts';
import { telegramSettings } from './support/trial.ts';
import { until } from './support/until.ts';

describeWith(['PostgreSQL', 'RabbitMQ'], 'what happens while the servers have their moods', () => {
  let postgres: OwnPostgres;
  let rabbitmq: OwnRabbitmq;
  let simulator: TestSimulator;
  let running: Running[] = [];

  beforeAll(async () => {
    [postgres, rabbitmq] = await Promise.all([createOwnPostgres(), createOwnRabbitmq()]);
  });
  afterAll(() => Promise.all([postgres.drop(), rabbitmq.drop()]));
  beforeEach(async () => {
    await read((queries) =>
      queries.schema
        .dropSchema('public')
        .cascade()
        .execute()
        .then(() => queries.schema.createSchema('public').execute()),
    );
    simulator = await startSimulator({ retrySecondMs: 50 });
    running = [await begin('bot'), await begin('worker'), await begin('worker')];
  });
  afterEach(async () => {
    await Promise.all(running.map((process) => process.stop()));
    await simulator.close();
  });

  async function begin(role: RoleName): Promise<Running> {
    const servers = { DATABASE_URL: postgres.url, BROKER_URL: rabbitmq.url };
    const settings = { ...servers, ...telegramSettings(simulator), PORT: '0', LOG_LEVEL: 'fatal' };
    return start([role], readSettings(settings));
  }

  async function read<Result>(look: (queries: Queries) => Promise<Result>): Promise<Result> {
    const database = await openDatabase({ url: postgres.url, dataDir: '/nowhere' });
    try {
      return await look(database.queries);
    } finally {
      await database.close();
    }
  }

  /** Lets a crowd live through something, and counts. */
  async function liveThrough(trouble: () => Promise<void>): Promise<void> {
    const enough = new AbortController();
    const crowd = runCrowd(simulator, { people: 40, until: enough.signal });
    const [report] = await Promise.all([crowd, trouble().finally(() => enough.abort())]);
    await until('nothing waits', () => simulator.core.queue.size === 0);
    await read((queries) => untilApplied(queries, report));
    await Promise.all(running.map((process) => process.stop()));
    await read((queries) => expectEventsToAgree(queries, report));
  }

  it('D4 is applied once each where RabbitMQ hangs for longer than anybody waits', async () => {
    await liveThrough(async () => {
      await sleep(1_000);
      rabbitmq.freeze();
      await sleep(12_000);
      rabbitmq.thaw();
      await sleep(1_000);
    });
  });

  it('D4 is applied once each where RabbitMQ has no room', async () => {
    await liveThrough(async () => {
      await sleep(1_000);
      await rabbitmq.fillDisk();
      await sleep(12_000);
      await rabbitmq.clearDisk();
      await sleep(1_000);
    });
  });

  it('D4 is applied once each where PostgreSQL crashes again and again', async () => {
    await liveThrough(async () => {
      for (let time = 0; time < 3; time += 1) {
        await sleep(1_500);
        await postgres.restart('immediate');
      }
      await sleep(1_000);
    });
  });
});
