import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase, type Queries } from '../../src/platform/database/database.ts';
import { start, type RoleName, type Running } from '../../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../../src/simulator/testing.ts';
import type { User } from '../../src/simulator/wire.ts';
import { createDataFolder } from './data-folder.ts';
import { freePortsInRow } from './own-process.ts';
import { createTestDatabase, describeWith, type TestDatabase } from './servers.ts';
import type { TrialClock } from './trial-clock.ts';
import { TrialPerson } from './trial-person.ts';

/** A place for the bot's data: a folder for the embedded database, and a server's address where that is used. */
export interface TrialStore {
  readonly engine: 'embedded' | 'PostgreSQL';
  /** The settings that lead a process here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Looks into the database. The embedded one only while no bot has it. */
  read<Result>(look: (queries: Queries) => Promise<Result>): Promise<Result>;
  drop(): Promise<void>;
}

/** @throws where PostgreSQL is asked for and not configured. */
export async function createTrialStore(engine: TrialStore['engine']): Promise<TrialStore> {
  const server: TestDatabase | undefined = engine === 'PostgreSQL' ? await createTestDatabase() : undefined;
  const folder = server ? await mkdtemp(join(tmpdir(), 'minuta-trial-')) : await createDataFolder('trial');
  return {
    engine,
    environment: { DATA_DIR: folder, ...(server ? { DATABASE_URL: server.url } : {}) },
    async read(look) {
      const database = await openDatabase({ url: server?.url, dataDir: folder });
      try {
        return await look(database.queries);
      } finally {
        await database.close();
      }
    },
    async drop() {
      await server?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TrialOptions {
  readonly engine: TrialStore['engine'];
  /** The clock of bot and Telegram alike. */
  readonly clock?: TrialClock;
  /** Polling unless told. */
  readonly by?: 'polling' | 'webhook';
  readonly roles?: readonly RoleName[];
  readonly settings?: Readonly<Record<string, string>>;
}

/** A bot in this very process, with a Telegram of its own. */
export class Trial {
  readonly simulator: TestSimulator;
  readonly store: TrialStore;
  readonly #options: TrialOptions;
  readonly #running = new Set<Running>();

  constructor(simulator: TestSimulator, store: TrialStore, options: TrialOptions) {
    this.simulator = simulator;
    this.store = store;
    this.#options = options;
  }

  person(user: Partial<Omit<User, 'is_bot'>> = {}): TrialPerson {
    return new TrialPerson(this.simulator, user);
  }

  /**
   * Starts a bot; on PostgreSQL there may be several at once.
   *
   * @param publicUrl where Telegram reaches it, where that is not its own address.
   */
  async startBot(publicUrl?: string): Promise<Running> {
    const { clock = systemClock, by = 'polling', roles = ['bot'], settings = {} } = this.#options;
    const port = by === 'webhook' && publicUrl === undefined ? String(await freePort()) : '0';
    const running = await start(
      roles,
      readSettings({
        ...this.store.environment,
        ...telegramSettings(this.simulator),
        ...(by === 'webhook' ? { PUBLIC_URL: publicUrl ?? `http://127.0.0.1:${port}` } : {}),
        PORT: port,
        LOG_LEVEL: 'fatal',
        ...settings,
      }),
      { clock },
    );
    this.#running.add(running);
    return running;
  }

  async stopBots(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.stop()));
    this.#running.clear();
  }

  /** Stops the bots and looks into what they left. */
  async afterwards<Result>(look: (queries: Queries) => Promise<Result>): Promise<Result> {
    await this.stopBots();
    return this.store.read(look);
  }

  async end(): Promise<void> {
    await this.stopBots();
    await this.simulator.close();
    await this.store.drop();
  }
}

/** Makes a trial; no bot runs yet. */
export async function createTrial(options: TrialOptions): Promise<Trial> {
  const simulator = await startSimulator({ retrySecondMs: 20, ...(options.clock ? { clock: options.clock } : {}) });
  return new Trial(simulator, await createTrialStore(options.engine), options);
}

/** The same suite on the embedded database, always, and on PostgreSQL where it is configured, with one bot running. */
export function describeTrial(
  title: string,
  options: Omit<TrialOptions, 'engine'>,
  body: (trial: () => Trial) => void,
): void {
  describeOnEngines(title, (engine) => {
    let trial: Trial | undefined;
    beforeAll(async () => {
      trial = await createTrial({ ...options, engine });
      await trial.startBot();
    });
    afterAll(() => trial?.end());
    body(() => {
      if (!trial) throw new Error('the trial is made before the first test, not while suites are described');
      return trial;
    });
  });
}

export function describeOnEngines(title: string, body: (engine: TrialStore['engine']) => void): void {
  describe(`${title}, on the embedded database`, () => body('embedded'));
  describeWith(['PostgreSQL'], `${title}, on PostgreSQL`, () => body('PostgreSQL'));
}

/** People in trials do at once what takes others a day. */
export function telegramSettings(simulator: TestSimulator): Record<string, string> {
  return { BOT_TOKEN: simulator.token, TELEGRAM_API_ROOT: simulator.apiRoot, RATE_LIMIT_USER: '1000' };
}

/** A port nobody listens on, for an address that must be known before the start. */
export function freePort(): Promise<number> {
  return freePortsInRow(1);
}
