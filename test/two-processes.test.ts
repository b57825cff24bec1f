import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccountsToAgree } from './support/accounts.ts';
import { startBalancer, type Balancer } from './support/balancer.ts';
import { runCrowd, type CrowdReport } from './support/crowd.ts';
import { describeWith } from './support/servers.ts';
import { dataOf, TrialPerson } from './support/trial-person.ts';
import { createTrial, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

describeWith(['PostgreSQL'], 'two processes on one PostgreSQL', () => {
  let trial: Trial;
  let balancer: Balancer;

  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL', by: 'webhook' });
    balancer = await startBalancer();
    for (const _ of ['one', 'two']) balancer.behind.push((await trial.startBot(balancer.address)).address);
    await until('the webhook is set', () => trial.simulator.core.webhook.settings !== undefined);
  });
  afterAll(async () => {
    await trial.end();
    await balancer.close();
  });

  /** Looks when both have noted what they said, and leaves nothing for the next test to count. */
  async function expectAgreement(report: CrowdReport): Promise<void> {
    await until('nothing waits', () => trial.simulator.core.queue.size === 0);
    await trial.store.read(async (queries) => {
      await until('all is noted as said', async () => {
        const { rows } = await sql`select 1 from outgoing limit 1`.execute(queries);
        return rows.length === 0;
      });
      await expectAccountsToAgree(queries, report);
    });
    await forgetEverything();
  }

  function forgetEverything(): Promise<void> {
    return trial.store.read(async (queries) => {
      for (const table of ['session_events_log', 'sessions', 'statistics', 'processed_updates'])
        await sql`delete from ${sql.table(table)}`.execute(queries);
    });
  }

  it('T4 B2 two devices that tap at once through two processes start one session each', async () => {
    const people = Array.from({ length: 40 }, () => new TrialPerson(trial.simulator));
    await Promise.all(people.map((person) => person.says('/start')));
    const { queue, queries } = trial.simulator.core;
    for (const person of people) {
      const data = dataOf(person.last, 'Чтение');
      const from = { id: person.id, is_bot: false, first_name: 'x' };
      for (const device of ['phone', 'desktop', 'tablet']) {
        const id = queries.open(person.id, person.last.message_id);
        queue.add(
          'callback_query',
          { id, from, message: person.last, chat_instance: '1', data },
          `${device} of ${person.id}`,
        );
      }
    }
    await until('every update is taken', () => queue.size === 0);
    const cards = people.map(
      ({ messages }) => messages.filter(({ text = '' }) => text.startsWith('Сессия начата')).length,
    );
    expect(new Set(cards)).toEqual(new Set([1]));
    const running = await trial.store.read(
      async (store) =>
        (
          await sql<{ sessions: number; people: number }>`
          select count(*) as sessions, count(distinct user_id) as people from sessions`.execute(store)
        ).rows[0],
    );
    expect(running).toEqual({ sessions: 40, people: 40 });
    await Promise.all(people.map((person) => person.says('Завершить')));
    await forgetEverything();
  });

  it('B2 B3 a crowd whose updates go to each in turn finds one bot', async () => {
    balancer.mode = 'in turn';
    const report = await runCrowd(trial.simulator, { people: 300, rounds: 1 });
    expect(report.repeatedMessages).toBe(0);
    await expectAgreement(report);
  });

  it('B2 an update that reaches both at once takes effect once', async () => {
    balancer.mode = 'all';
    const report = await runCrowd(trial.simulator, { people: 100, rounds: 2 });
    expect(report.repeatedMessages).toBe(0);
    await expectAgreement(report);
  });
});
