import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/testing.ts';
import { expectAccountsToAgree } from './support/accounts.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd } from './support/crowd.ts';
import { createDataFolder } from './support/data-folder.ts';
import { createTrialStore, describeOnEngines, freePort, telegramSettings } from './support/trial.ts';

/** Milliseconds in which a stop is over. */
const inTime = 10_000;

describeOnEngines('a bot that is told to stop', (engine) => {
  it.concurrent('B3 ends within ten seconds under load, with nothing lost', async () => {
    const simulator = await startSimulator({ retrySecondMs: 50 });
    const store = await createTrialStore(engine);
    const PORT = String(await freePort());
    const PUBLIC_URL = `http://127.0.0.1:${PORT}`;
    const environment = { ...store.environment, ...telegramSettings(simulator), PORT, PUBLIC_URL, LOG_LEVEL: 'fatal' };
    let bot = new BotProcess(['start', 'bot'], environment);
    try {
      await bot.listening();
      const enough = new AbortController();
      const crowd = runCrowd(simulator, { people: 150, until: enough.signal });
      const times: number[] = [];
      const stopping = (async () => {
        while (shouldTryAgain(times)) {
          await sleep(700);
          times.push(await end(bot));
          bot = new BotProcess(['start', 'bot'], environment);
          await bot.listening();
        }
      })().finally(() => enough.abort());
      const [report] = await Promise.all([crowd, stopping]);
      expect(Math.min(...times)).toBeLessThan(inTime);
      expect(report.repeatedMessages).toBe(0);
      await end(bot);
      await store.read((queries) => expectAccountsToAgree(queries, report));
    } finally {
      await bot.end('SIGKILL');
      await simulator.close();
      await store.drop();
    }
  });

  it.concurrent('B3 ends within ten seconds while Telegram does not answer, and says later what it has to say', async () => {
    const simulator = await startSimulator({ retrySecondMs: 50 });
    const store = await createTrialStore(engine);
    const environment = { ...store.environment, ...telegramSettings(simulator), PORT: '0', LOG_LEVEL: 'fatal' };
    let bot = new BotProcess(['start', 'bot'], environment);
    try {
      await bot.listening();
      simulator.fault({ do: 'delay', ms: 20_000, method: 'sendMessage' });
      const people = Array.from({ length: 30 }, () => simulator.addUser());
      for (const person of people) simulator.say(person, '/start');
      const times: number[] = [];
      while (shouldTryAgain(times)) {
        await sleep(500);
        times.push(await end(bot));
        bot = new BotProcess(['start', 'bot'], environment);
        await bot.listening();
      }
      expect(Math.min(...times)).toBeLessThan(inTime);
      simulator.core.faults.clear();
      await Promise.all(people.map((person) => simulator.waitForMessage(person, 'Что начинаем?')));
    } finally {
      await bot.end('SIGKILL');
      await simulator.close();
      await store.drop();
    }
  });
});

describe('a start that cannot be', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await createDataFolder('start');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** @returns what it says on standard error, which must be one line. */
  async function refusal(words: readonly string[], environment: Record<string, string> = {}): Promise<string> {
    const bot = new BotProcess(words, { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'fatal', ...environment });
    expect(await bot.exited).toEqual({ code: 1, signal: null });
    expect(bot.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(bot.stdout).not.toContain('listens');
    return bot.stderr.trimEnd();
  }

  it.concurrent.each([
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ PORT: 'http' }, 'PORT'],
    [{ BOT_TOKEN: 'not a token' }, 'BOT_TOKEN'],
    [{ BOT_MODE: 'pigeon' }, 'BOT_MODE'],
    [{ PUBLIC_URL: 'https://example.org' }, 'PUBLIC_URL'],
    [{ BOT_TOKEN: '1:a', BOT_MODE: 'webhook' }, 'PUBLIC_URL'],
    [{ DEFAULT_TIME_ZONE: 'Mars/Olympus' }, 'DEFAULT_TIME_ZONE'],
    [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
    [{ BOT_TOKEN: '1:a', BOT_TOKEN_FILE: '/dev/null' }, 'BOT_TOKEN_FILE'],
    [{ BOT_TOKEN_FILE: '/nowhere/at/all' }, 'BOT_TOKEN_FILE'],
  ] as const)('O1 names the setting to blame: %o', async (environment, name) => {
    const said = await refusal(['start', 'bot'], { ...environment });
    expect(said).toMatch(/^minuta: /);
    expect(said).toContain(name);
  });

  it('O1 names a role, a command or an option that is not there', async () => {
    expect(await refusal(['start', 'butler'])).toContain('butler');
    expect(await refusal(['dance'])).toContain('dance');
    expect(await refusal(['start', '--sideways'])).toContain('--sideways');
  });

  it('O1 says that the port is taken', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      expect(await refusal(['start', 'bot'], { BOT_TOKEN: '1:a', PORT: String(port) })).toContain(String(port));
    } finally {
      server.close();
    }
  });

  it('O1 says that another process has the folder', async () => {
    const simulator = await startSimulator();
    const first = new BotProcess(['start', 'bot'], { DATA_DIR: folder, PORT: '0', ...telegramSettings(simulator) });
    try {
      await first.listening();
      expect(await refusal(['start', 'bot'], telegramSettings(simulator))).toContain('in use by another process');
    } finally {
      await first.end('SIGTERM');
      await simulator.close();
    }
  });

  it('O1 says that the database cannot be reached', async () => {
    const said = await refusal(['start', 'bot'], { DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/x` });
    expect(said).toMatch(/ECONNREFUSED|connect/);
  });

  it('B3 a signal during the start ends it too', async () => {
    const bot = new BotProcess(['start', 'bot'], { DATA_DIR: folder, PORT: '0', BOT_TOKEN: '1:a' });
    await sleep(150);
    const { code, signal } = await bot.end('SIGTERM');
    expect([code, signal]).toSatisfy(([c, s]) => c === 0 || s === 'SIGTERM');
  });
});

/** The best of a few stops counts: a machine that runs all tests at once may be busy with others. */
const shouldTryAgain = (times: readonly number[]): boolean => times.length < 3 && !times.some((time) => time < inTime);

/** @returns milliseconds until it has ended as it should. */
async function end(bot: BotProcess): Promise<number> {
  const started = performance.now();
  expect(await bot.end('SIGTERM')).toEqual({ code: 0, signal: null });
  return performance.now() - started;
}
