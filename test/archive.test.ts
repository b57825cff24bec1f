import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archivedTables } from '../src/archive/rules/layout.ts';
import { clearLives, fillMonth, sumOf } from '../src/archive/testing.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import type { Queries } from '../src/platform/database/database.ts';
import { startSimulator } from '../src/simulator/testing.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd } from './support/crowd.ts';
import { createOwnS3, type OwnS3 } from './support/own-s3.ts';
import { describeWith } from './support/servers.ts';
import { createTrialStore, describeOnEngines, freePort, telegramSettings, type TrialStore } from './support/trial.ts';

/** Months that lie past three years of retention, whenever this runs. */
const thisMonth = Temporal.Now.plainDateISO('UTC').toPlainYearMonth();
const oldMonths = [50, 49, 48].map((months) => thisMonth.subtract({ months }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function minuta(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const child = new BotProcess(words, environment);
  const { code } = await child.exited;
  return { code, out: child.stdout, err: child.stderr };
}

/** Again and again: who was killed has the lease for some seconds more. */
async function untilDone(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const { code, err } = await minuta(words, environment);
    if (code === 0) return;
    expect(err).toContain('another process works on the archive');
    await sleep(500);
  }
}

async function fill(store: TrialStore, sessions: number): Promise<void> {
  await store.read(async (queries) => {
    await migrate(queries);
    await clearLives(queries);
    for (const month of oldMonths) await fillMonth(queries, month, { people: 20, sessions });
  });
}

const sumsOf = (queries: Queries) =>
  Promise.all(oldMonths.flatMap((month) => archivedTables.map((table) => sumOf(queries, table, month))));

describeOnEngines('the archive at the command line', (engine) => {
  let store: TrialStore;
  let folder: string;
  beforeAll(async () => {
    store = await createTrialStore(engine);
    folder = await mkdtemp(join(tmpdir(), 'minuta-archived-'));
  });
  afterAll(async () => {
    await store.drop();
    await rm(folder, { recursive: true });
  });
  const environment = () => ({
    ...store.environment,
    OBJECT_STORE_URL: `file:${folder}`,
    RETENTION_YEARS: '3',
  });

  it('D6 is killed again and again on the way there and back, and has every row once', async () => {
    await fill(store, 100);
    const before = await store.read(sumsOf);
    const kills = engine === 'embedded' ? 2 : 6;
    for (const words of [['archive', 'run'], ...oldMonths.map((month) => ['archive', 'restore', month.toString()])]) {
      for (let kill = 0; kill < kills; kill += 1) {
        const child = new BotProcess(words, environment());
        await Promise.race([child.exited, sleep(600 + Math.random() * (engine === 'embedded' ? 4_000 : 1_500))]);
        await child.end('SIGKILL');
      }
      await untilDone(words, environment());
      if (words[1] === 'run') expect(new Set(await store.read(sumsOf))).toEqual(new Set([null]));
    }
    expect(await store.read(sumsOf)).toEqual(before);
    const files = await readdir(folder, { recursive: true });
    // A manifest and a part of each month and table, and nothing else.
    expect(files.filter((name) => /\.\w+$/.test(name))).toHaveLength(2 * before.length);
    expect((await minuta(['archive', 'list'], environment())).out.trim().split('\n')).toHaveLength(before.length);
  }, 240_000);

  it('D6 says when something in the archive is not sound', async () => {
    const sound = await minuta(['archive', 'verify'], environment());
    expect(sound).toMatchObject({ code: 0, err: '' });
    expect(sound.out).toContain('sound: 2000 rows');
    const part = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('.blocks'));
    await writeFile(join(folder, part ?? ''), 'x', { flag: 'a' });
    const { code, out, err } = await minuta(['archive', 'verify'], environment());
    expect({ code, err }).toEqual({ code: 1, err: 'minuta: 1 of 9 are not sound\n' });
    expect(out).toContain('NOT SOUND: archive/');
  });

  it('D6 says in one line what it does not understand', async () => {
    for (const words of [
      ['archive'],
      ['archive', 'restore'],
      ['archive', 'run', '2021-03'],
      ['archive', 'verify', 'May'],
    ])
      expect(await minuta(words, environment())).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^minuta: use: .*\n$/),
      });
    const month = oldMonths[0]?.toString() ?? '';
    expect((await minuta(['archive', 'restore', month, '--table', 'users'], environment())).err).toContain(
      '--table takes',
    );
    expect((await minuta(['archive', 'restore', '2001-01'], environment())).err).toContain('nothing of 2001-01');
  });
});

describeWith(['PostgreSQL', 'S3'], 'an archive whose store is full, or away', () => {
  let store: TrialStore;
  let s3: OwnS3;
  beforeAll(async () => {
    [store, s3] = await Promise.all([createTrialStore('PostgreSQL'), createOwnS3()]);
    await fill(store, 20);
  });
  afterAll(() => Promise.all([store.drop(), s3.drop()]));

  it('D6 leaves every row where it is until there is room', async () => {
    const environment = { ...store.environment, ...s3.secrets, OBJECT_STORE_URL: s3.url, RETENTION_YEARS: '3' };
    const before = await store.read(sumsOf);
    await s3.fillDisk();
    const full = await minuta(['archive', 'run'], environment);
    expect(full).toMatchObject({ code: 1, err: expect.stringContaining('cannot keep archive/sessions/') });
    expect(await store.read(sumsOf)).toEqual(before);
    await s3.clearDisk();
    s3.refuse();
    expect(await minuta(['archive', 'run'], environment)).toMatchObject({ code: 1 });
    expect(await store.read(sumsOf)).toEqual(before);
    await s3.pass();
    expect(await minuta(['archive', 'run'], environment)).toMatchObject({ code: 0, err: '' });
    expect(await minuta(['archive', 'verify'], environment)).toMatchObject({ code: 0, err: '' });
    expect(new Set(await store.read(sumsOf))).toEqual(new Set([null]));
  });
});

describeWith(['PostgreSQL'], 'an archive beside people who track time', () => {
  it('D6 drops months while everybody is answered', async () => {
    const simulator = await startSimulator();
    const store = await createTrialStore('PostgreSQL');
    const folder = await mkdtemp(join(tmpdir(), 'minuta-archived-'));
    await fill(store, 200);
    const environment = { ...store.environment, OBJECT_STORE_URL: `file:${folder}`, RETENTION_YEARS: '3' };
    const PORT = String(await freePort());
    const bot = new BotProcess(['start', 'bot'], {
      ...environment,
      ...telegramSettings(simulator),
      PORT,
      PUBLIC_URL: `http://127.0.0.1:${PORT}`,
      LOG_LEVEL: 'fatal',
    });
    try {
      await bot.listening();
      const usual = await runCrowd(simulator, { people: 30, rounds: 2 });
      const enough = new AbortController();
      const crowd = runCrowd(simulator, { people: 30, until: enough.signal });
      // On a machine that is busy a table may be in use each time it is asked for; it goes the next time.
      for (let left = true; left;) {
        const { code, out, err } = await minuta(['archive', 'run'], environment);
        expect({ code, err }).toEqual({ code: 0, err: '' });
        left = !out.includes('No month');
      }
      enough.abort();
      const { waits } = await crowd;
      // Nobody waits for longer than one attempt to have the table, and what this machine is busy with besides, which may
      // be for seconds.
      if (process.env['TRIAL_FIGURES']) console.log(figures(usual.waits), figures(waits));
      expect(waits.at(-1)).toBeLessThan((usual.waits.at(-1) ?? 0) + 10_000);
      const { rows } = await store.read((queries) =>
        sql<{ count: number }>`select count(*) from sessions where started_at < now() - interval '1 day'`.execute(
          queries,
        ),
      );
      expect(rows).toEqual([{ count: 0 }]);
    } finally {
      await bot.end('SIGKILL');
      await simulator.close();
      await store.drop();
      await rm(folder, { recursive: true });
    }
  }, 240_000);
});

const figures = (waits: readonly number[]): string =>
  [0.5, 0.99, 1].map((share) => Math.round(waits[Math.ceil(share * waits.length) - 1] ?? 0)).join('/');
