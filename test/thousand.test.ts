import { expect, it } from 'vitest';
import { expectAccountsToAgree } from './support/accounts.ts';
import { runCrowd } from './support/crowd.ts';
import { createTrial, describeOnEngines } from './support/trial.ts';
import { until } from './support/until.ts';

describeOnEngines('a thousand people at once', (engine) => {
  it.each(['webhook', 'polling'] as const)('B2 O2 are all answered, and every tap counts once, by %s', async (by) => {
    const trial = await createTrial({ engine, by });
    try {
      await trial.startBot();
      const report = await runCrowd(trial.simulator, { people: 1_000 });
      expect(report.repeatedMessages).toBe(0);
      await until('every update is taken', () => trial.simulator.core.queue.size === 0);
      if (process.env['TRIAL_FIGURES']) console.log(engine, by, report.updates, Math.round(report.waits.at(-1) ?? 0));
      await trial.afterwards((queries) => expectAccountsToAgree(queries, report));
    } finally {
      await trial.end();
    }
  });
});
