import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/testing.ts';
import { expectAccountsToAgree } from './support/accounts.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd } from './support/crowd.ts';
import { createTrialStore, describeOnEngines, freePort, telegramSettings } from './support/trial.ts';

const people = 120;
const kills = 3;
/** Answers that may be under way when a process dies, of two messages at most. */
const underWay = 100;

describeOnEngines('a bot that is killed again and again under load', (engine) => {
  it.concurrent.each(['webhook', 'polling'] as const)('B2 loses nothing and does nothing twice, by %s', async (by) => {
    const simulator = await startSimulator({ retrySecondMs: 50 });
    const store = await createTrialStore(engine);
    const PORT = String(await freePort());
    const environment = {
      ...store.environment,
      ...telegramSettings(simulator),
      PORT,
      LOG_LEVEL: 'fatal',
      ...(by === 'webhook' ? { PUBLIC_URL: `http://127.0.0.1:${PORT}` } : {}),
    };
    const begin = async (): Promise<BotProcess> => {
      const bot = new BotProcess(['start', 'bot'], environment);
      await bot.listening();
      return bot;
    };
    let bot = await begin();
    try {
      const enough = new AbortController();
      const crowd = runCrowd(simulator, { people, until: enough.signal });
      const killing = (async () => {
        for (let kill = 0; kill < kills; kill += 1) {
          await sleep(300 + Math.random() * 1_200);
          await bot.end('SIGKILL');
          bot = await begin();
        }
        enough.abort();
      })();
      const [report] = await Promise.all([crowd, killing]);
      // An answer is repeated only where the death fell between sending it and noting that.
      expect(report.repeatedMessages).toBeGreaterThanOrEqual(0);
      expect(report.repeatedMessages).toBeLessThanOrEqual(kills * underWay * 2);
      expect(await bot.end('SIGTERM')).toEqual({ code: 0, signal: null });
      await store.read((queries) => expectAccountsToAgree(queries, report));
      if (process.env['TRIAL_FIGURES']) console.log(by, engine, figures(report));
    } finally {
      await bot.end('SIGKILL');
      await simulator.close();
      await store.drop();
    }
  });
});

function figures({ waits, updates, repeatedMessages }: Awaited<ReturnType<typeof runCrowd>>): Record<string, number> {
  const at = (share: number): number => Math.round(waits[Math.floor((waits.length - 1) * share)] ?? 0);
  return { updates, repeatedMessages, p50: at(0.5), p95: at(0.95), longest: at(1) };
}
