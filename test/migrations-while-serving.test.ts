import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/testing.ts';
import { expectAccountsToAgree } from './support/accounts.ts';
import { startBalancer } from './support/balancer.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd } from './support/crowd.ts';
import { describeWithPreviousVersion } from './support/previous-version.ts';
import { describeWith } from './support/servers.ts';
import { createTrialStore, freePort, telegramSettings } from './support/trial.ts';
import { until } from './support/until.ts';

const people = 150;
const load = 2_000;

await describeWithPreviousVersion('a new version beside the one before', (previousProgram) => {
  describeWith(['PostgreSQL'], 'under load', () => {
    it('D1 migrates while the one before serves, which goes on, starts again, and serves beside the new one', async () => {
      const simulator = await startSimulator({ retrySecondMs: 50 });
      const store = await createTrialStore('PostgreSQL');
      const balancer = await startBalancer();
      const bots = new Set<BotProcess>();

      /** @param program the version before, or this one unless given. */
      async function begin(program?: string): Promise<{ readonly stop: () => Promise<void> }> {
        const port = await freePort();
        const address = `http://127.0.0.1:${port}`;
        const settings = { PORT: String(port), PUBLIC_URL: balancer.address, LOG_LEVEL: 'fatal' };
        const environment = { ...store.environment, ...telegramSettings(simulator), ...settings };
        const bot = new BotProcess(['start', 'bot'], environment, program);
        bots.add(bot);
        await bot.listening();
        balancer.behind.push(address);
        const stop = async (): Promise<void> => {
          balancer.behind.splice(balancer.behind.indexOf(address), 1);
          expect(await bot.end('SIGTERM')).toEqual({ code: 0, signal: null });
          bots.delete(bot);
        };
        return { stop };
      }

      try {
        const before = await begin(previousProgram());
        await until('the webhook is set', () => simulator.core.webhook.settings !== undefined);
        const enough = new AbortController();
        const crowd = runCrowd(simulator, { people, until: enough.signal });
        const upgrading = (async () => {
          await sleep(load);
          const migrating = new BotProcess(['migrate'], store.environment);
          expect(await migrating.exited).toEqual({ code: 0, signal: null });
          expect(migrating.stdout).toContain('0009');
          await sleep(load);
          const after = await begin();
          await sleep(load);
          await before.stop();
          const again = await begin(previousProgram());
          await sleep(load);
          await again.stop();
          return after;
        })();
        const after = await upgrading.finally(() => enough.abort());
        const report = await crowd;
        await until('every update is taken', () => simulator.core.queue.size === 0);
        await after.stop();
        expect(report.repeatedMessages).toBe(0);
        await store.read((queries) => expectAccountsToAgree(queries, report));
      } finally {
        await Promise.all([...bots].map((bot) => bot.end('SIGKILL')));
        await simulator.close();
        await balancer.close();
        await store.drop();
      }
    });
  });
});
