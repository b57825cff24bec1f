import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/testing.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd, type CrowdReport } from './support/crowd.ts';
import { expectEventsToAgree, untilApplied } from './support/event-accounts.ts';
import { createOwnKafka } from './support/own-kafka.ts';
import { createOwnRabbitmq } from './support/own-rabbitmq.ts';
import type { OwnProcess } from './support/own-process.ts';
import { describeWith } from './support/servers.ts';
import { createTrialStore, describeOnEngines, freePort, telegramSettings, type TrialStore } from './support/trial.ts';
import { until } from './support/until.ts';

const people = 60;

describeOnEngines('what happens while all roles in one process die again and again', (engine) => {
  it('D4 is applied once each, and the cells say what the sessions say', async () => {
    await withStore(engine, async (store, simulator) => {
      const environment = await environmentOf(store, simulator);
      const begin = (): Promise<BotProcess> => started(['bot', 'worker'], environment);
      let bot = await begin();
      try {
        const report = await underLoad(simulator, async () => {
          for (let kill = 0; kill < 2; kill += 1) {
            await sleep(500 + Math.random() * 1_000);
            await bot.end('SIGKILL');
            bot = await begin();
          }
        });
        const { PORT = '' } = environment;
        await until('the outbox is empty', async () => (await pendingAt(PORT)) === 0, 60_000);
        expect(await bot.end('SIGTERM')).toEqual({ code: 0, signal: null });
        await store.read((queries) => expectEventsToAgree(queries, report));
      } finally {
        await bot.end('SIGKILL');
      }
    });
  });
});

/** A broker that a trial treats badly, and what leads a worker to it. */
interface TrialBroker extends Pick<OwnProcess, 'kill' | 'start'> {
  readonly url: string;
  drop(): Promise<void>;
}

/** Two workers that die by turns, so that the one which has the outbox dies too, and a broker that dies once. */
function tryWith(name: string, createBroker: () => Promise<TrialBroker>): void {
  it(`D4 is applied once each by way of ${name}, whoever dies`, async () => {
    const broker = await createBroker();
    try {
      await withStore('PostgreSQL', async (store, simulator) => {
        const environment = await environmentOf(store, simulator);
        const bot = await started(['bot'], environment);
        const beginWorker = (): Promise<BotProcess> =>
          started(['worker'], { ...environment, PORT: '0', BROKER_URL: broker.url });
        const workers = await Promise.all([beginWorker(), beginWorker()]);
        try {
          const report = await underLoad(simulator, async () => {
            for (const place of [0, 1, 0]) {
              await sleep(500 + Math.random() * 1_000);
              await workers[place]?.end('SIGKILL');
              if (place === 1) {
                await broker.kill();
                await sleep(1_000);
                await broker.start();
              }
              workers[place] = await beginWorker();
            }
          });
          await store.read((queries) => untilApplied(queries, report));
          for (const process of [bot, ...workers])
            expect(await process.end('SIGTERM')).toEqual({ code: 0, signal: null });
          await store.read((queries) => expectEventsToAgree(queries, report));
        } finally {
          await Promise.all([bot, ...workers].map((process) => process.end('SIGKILL')));
        }
      });
    } finally {
      await broker.drop();
    }
  }, 240_000);
}

describeWith(['PostgreSQL', 'RabbitMQ'], 'what happens while workers and RabbitMQ die', () => {
  tryWith('RabbitMQ', createOwnRabbitmq);
});
describeWith(['PostgreSQL', 'Kafka'], 'what happens while workers and Kafka die', () => {
  tryWith('Kafka', createOwnKafka);
});

type Simulator = Awaited<ReturnType<typeof startSimulator>>;

async function withStore(
  engine: TrialStore['engine'],
  body: (store: TrialStore, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ retrySecondMs: 50 });
  const store = await createTrialStore(engine);
  try {
    await body(store, simulator);
  } finally {
    await simulator.close();
    await store.drop();
  }
}

async function environmentOf(store: TrialStore, simulator: Simulator): Promise<Record<string, string>> {
  const PORT = String(await freePort());
  return { ...store.environment, ...telegramSettings(simulator), PORT, LOG_LEVEL: 'fatal' };
}

async function started(roles: readonly string[], environment: Readonly<Record<string, string>>): Promise<BotProcess> {
  const process = new BotProcess(['start', ...roles], environment);
  await process.listening();
  return process;
}

/** A crowd that goes on until something has been done to what serves it. */
async function underLoad(simulator: Simulator, work: () => Promise<void>): Promise<CrowdReport> {
  const enough = new AbortController();
  const worked = work().finally(() => enough.abort());
  const [report] = await Promise.all([runCrowd(simulator, { people, until: enough.signal }), worked]);
  return report;
}

async function pendingAt(port: string): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^minuta_outbox_pending (\d+)$/m.exec(metrics)?.[1]);
}
