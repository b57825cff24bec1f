import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../src/config.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { throughPooler } from '../src/platform/database/testing.ts';
import { start, type Running } from '../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { expectAccountsToAgree } from './support/accounts.ts';
import { runCrowd } from './support/crowd.ts';
import { createTestDatabase, describeWith, type TestDatabase } from './support/servers.ts';
import { freePort, telegramSettings } from './support/trial.ts';
import { until } from './support/until.ts';

describeWith(['PostgreSQL', 'PgBouncer'], 'a bot behind PgBouncer', () => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let bots: Running[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startSimulator({ retrySecondMs: 50 });
    const port = String(await freePort());
    const environment = { DATABASE_URL: throughPooler(database.url), LOG_LEVEL: 'fatal' };
    const telegram = { ...telegramSettings(simulator), PUBLIC_URL: `http://127.0.0.1:${port}` };
    // The schema is made by way of the pooler, too, by two at once.
    bots = await Promise.all([
      start(['bot', 'worker'], readSettings({ ...environment, ...telegram, PORT: port })),
      start(['worker'], readSettings({ ...environment, PORT: '0' })),
    ]);
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.stop()));
    await simulator.close();
    await database.drop();
  });

  it('B2 counts every tap once', async () => {
    const enough = new AbortController();
    const crowd = runCrowd(simulator, { people: 60, until: enough.signal });
    await sleep(4_000);
    enough.abort();
    const report = await crowd;
    await until('nothing waits', () => simulator.core.queue.size === 0);
    const direct = await openDatabase({ url: database.url, dataDir: '' });
    await until('all is noted as said', async () => {
      const { rows } = await sql`select 1 from outgoing limit 1`.execute(direct.queries);
      return rows.length === 0;
    });
    await expectAccountsToAgree(direct.queries, report);
    await direct.close();
    expect(report.repeatedMessages).toBe(0);
  });
});
