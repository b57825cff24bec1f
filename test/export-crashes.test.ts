import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openObjects } from '../src/platform/objects/open-objects.ts';
import { BotProcess } from './support/bot-process.ts';
import { describeWith, requireAddress } from './support/servers.ts';
import type { TrialPerson } from './support/trial-person.ts';
import { createTrial, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

/** So many that a worker is busy with them for some seconds. */
const sessions = 100_000;

const objectsUrl = () => requireAddress('S3').replace('?', `/crashes-${process.pid}?`);
const shown = (person: TrialPerson) => person.messages.filter(({ text = '' }) => /^Готовлю файл… \d+ %$/.test(text));

describeWith(['PostgreSQL', 'S3'], 'an export whose worker is killed', () => {
  let trial: Trial;
  const workers: BotProcess[] = [];
  beforeAll(async () => {
    const settings = { OBJECT_STORE_URL: objectsUrl() };
    trial = await createTrial({ engine: 'PostgreSQL', roles: ['bot'], settings });
    await trial.startBot();
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await trial.end();
  });

  async function startWorker(): Promise<BotProcess> {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
    const worker = new BotProcess(['start', 'worker'], {
      ...trial.store.environment,
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      OBJECT_STORE_URL: objectsUrl(),
      PORT: '0',
      LOG_LEVEL: 'fatal',
    });
    workers.push(worker);
    await worker.listening();
    return worker;
  }

  /** Gives somebody years of tracking. */
  async function fill(person: TrialPerson): Promise<void> {
    await trial.store.read((queries) =>
      sql`
        insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
        select gen_random_uuid(), u.id, (select min(id) from activities a where a.user_id = u.id), at,
          at + interval '1 minute', 60, tstzmultirange(tstzrange(at, at + interval '1 minute')), 'Europe/Moscow'
        from users u, generate_series(1, ${sessions}::int) n,
          lateral (select timestamptz '2024-01-01' + n * interval '5 minutes' as at) moments
        where u.telegram_id = ${person.id}::bigint`.execute(queries),
    );
  }

  it('T8 B3 comes once, whole, after a word on how far it is, and leaves nothing behind', async () => {
    const person = trial.person();
    await person.says('/start');
    await fill(person);
    const first = await startWorker();
    await person.says('Настройки');
    await person.taps('Экспорт');
    await person.taps('CSV');
    const job = () =>
      trial.store.read(async (queries) => {
        const { rows } = await sql<{ status: string; attempts: number }>`select status, attempts from jobs`.execute(
          queries,
        );
        return rows[0];
      });
    await until('it is begun', async () => (await job())?.status === 'running');
    await sleep(1_500);
    await first.end('SIGKILL');
    expect(await job()).toEqual({ status: 'running', attempts: 1 });
    await Promise.all([startWorker(), startWorker()]);
    let most = 0;
    await until(
      'the document is there',
      () => {
        most = Math.max(most, shown(person).length);
        return person.last.document !== undefined;
      },
      120_000,
    );
    expect(most).toBe(1);
    await until('the word on its progress is gone', () => shown(person).length === 0);
    const documents = person.messages.filter(({ document }) => document !== undefined);
    expect(documents).toHaveLength(1);
    const sent = trial.simulator.core.files.find(documents[0]?.document?.file_id ?? '');
    expect(new Set(String(sent?.bytes).trim().split('\r\n')).size).toBe(sessions + 1);
    expect(await job()).toEqual({ status: 'done', attempts: 2 });
    const kept = await Array.fromAsync(openObjects({ url: objectsUrl(), dataDir: '' }).list('exports/'));
    expect(kept).toHaveLength(1);
  }, 240_000);
});
