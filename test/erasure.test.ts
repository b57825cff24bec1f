import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Queries } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { isTelegramId, type UserId } from '../src/platform/ids.ts';
import type { Objects } from '../src/platform/objects/objects.ts';
import { openObjects } from '../src/platform/objects/open-objects.ts';
import { fillLife, tablesWith } from '../src/privacy/testing.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { BotProcess } from './support/bot-process.ts';
import { createOwnRedis } from './support/own-redis.ts';
import { describeWith } from './support/servers.ts';
import { createTestBucket } from './support/test-bucket.ts';
import { TrialPerson } from './support/trial-person.ts';
import { createTrialStore, describeOnEngines, telegramSettings, Trial, type TrialStore } from './support/trial.ts';
import { until } from './support/until.ts';

/** Ids that stand nowhere else, so that they can be searched for. */
const firstUserId = 7_700_000_000_001;
const name = 'Невидимка';
const kills = 3;

const receipt = /^Готово: о вас больше ничего нет\.\nНомер удаления [0-9A-F]{8}\./;
const underWay = 'Ваши данные удаляются. Обычно это минута, никогда не больше часа.';
const begun = /^Удаляю\./;

describeOnEngines('somebody who has all about them deleted in the chat', (engine) => {
  it('T12 is warned, told meanwhile, told at the end, and somebody new afterwards', async () => {
    await withStore(engine, async (store, simulator) => {
      const person = new TrialPerson(simulator, { first_name: name });
      const asking = new Trial(simulator, store, { engine, roles: ['bot'] });
      await asking.startBot();
      await live(person);
      await person.says('Настройки');
      expect(await person.taps('Удалить мои данные')).toEqual([
        'Удалить мои данные\nИсчезнет всё, что я о вас знаю: сессии, активности, статистика, настройки, файлы и архивы. ' +
          'Идущий отсчёт остановится. Вернуть нельзя.\nСначала можно забрать всё одним файлом.\n' +
          '[Прислать мои данные]\n[Удалить навсегда]\n[‹ Настройки]',
      ]);
      expect(await person.taps('Удалить навсегда')).toEqual([expect.stringMatching(begun)]);
      // No worker is there yet.
      expect(await person.says('Завершить')).toEqual([underWay]);
      expect(await person.says('/start')).toEqual([underWay]);
      await asking.stopBots();

      const doing = new Trial(simulator, store, { engine, roles: ['bot', 'worker'] });
      await doing.startBot();
      await until('the receipt is there', () => receipt.test(person.last.text ?? ''), 90_000);
      // Who leaves now is not met again by leaving.
      await person.blocks(true);
      await doing.stopBots();
      await store.read((queries) => expectNothing(queries, store, person.id));

      await doing.startBot();
      await person.blocks(false);
      expect(await person.says('Статистика')).toEqual([expect.stringContaining('Сегодня')]);
      await doing.stopBots();
      const { rows } = await store.read((queries) =>
        sql`select count(*) as sessions from sessions join users on users.id = user_id
          where telegram_id = ${person.id}`.execute(queries),
      );
      expect(rows).toEqual([{ sessions: 0 }]);
    });
  }, 360_000);

  it('T12 gets all about them as one file first', async () => {
    await withStore(engine, async (store, simulator) => {
      const person = new TrialPerson(simulator, { first_name: name });
      const trial = new Trial(simulator, store, { engine, roles: ['bot', 'worker'] });
      await trial.startBot();
      await live(person);
      await person.says('Настройки');
      await person.taps('Удалить мои данные');
      await person.taps('Прислать мои данные');
      const caption = 'Всё, что я о вас знаю.';
      await until('the file is there', () => person.last.caption === caption, 60_000);
      expect(person.last).toMatchObject({
        document: { mime_type: 'application/zip', file_name: expect.stringMatching(/^minuta-all-[\d-]+\.zip$/) },
      });
      await trial.stopBots();
    });
  }, 360_000);
});

/** Somebody with twenty thousand sessions, on what is killed again and again while it erases them. */
async function killedWhileErasing(
  engine: TrialStore['engine'],
  { roles, more = {}, keys = async () => [] }: KillOptions,
): Promise<void> {
  await withStore(engine, async (store, simulator) => {
    const person = new TrialPerson(simulator, { first_name: name });
    const asking = new Trial(simulator, store, { engine, roles: ['bot'], settings: more });
    await asking.startBot();
    await live(person);
    await person.says('Настройки');
    await person.taps('Удалить мои данные');
    const beforehand = await asking.afterwards((queries) => addLife(queries, person.id));
    await asking.startBot();
    await person.taps('Удалить навсегда');
    if (engine === 'embedded') await asking.stopBots();

    const environment = {
      ...store.environment,
      ...telegramSettings(simulator),
      ...more,
      PORT: '0',
      LOG_LEVEL: 'fatal',
    };
    const begin = (): BotProcess => new BotProcess(['start', ...roles], environment);
    let worker = begin();
    try {
      const objects = openObjects({ url: more['OBJECT_STORE_URL'], dataDir: store.environment['DATA_DIR'] ?? '' });
      const isBegun = async (): Promise<boolean> => (await Array.fromAsync(objects.list('erasures/'))).length > 0;
      for (let kill = 0; kill < kills; kill += 1) {
        await worker.listening();
        await until('the erasing has begun', isBegun, 60_000);
        await sleep(Math.random() * 1_000);
        await worker.end('SIGKILL');
        await store.read(letGo);
        worker = begin();
      }
      await until('the receipt is there', () => receipt.test(person.last.text ?? ''), 90_000);
      expect(person.messages.filter(({ text = '' }) => receipt.test(text))).toHaveLength(1);
      await worker.end('SIGTERM');
    } finally {
      await worker.end('SIGKILL');
    }
    await asking.stopBots();
    expect((await keys()).filter((key) => beforehand.some((word) => key.includes(word)))).toEqual([]);
    await store.read((queries) => expectNothing(queries, store, person.id, more['OBJECT_STORE_URL']));
  });
}

interface KillOptions {
  readonly roles: readonly string[];
  readonly more?: Readonly<Record<string, string>>;
  /** All keys of the cache. */
  readonly keys?: () => Promise<readonly string[]>;
}

describeOnEngines('erasing by processes that die', (engine) => {
  it('T12 leaves nothing, and one receipt', () => killedWhileErasing(engine, { roles: ['bot', 'worker'] }), 360_000);
});

describeWith(['PostgreSQL', 'Redis', 'S3'], 'erasing by workers that die, with Redis and S3', () => {
  it('T12 leaves nothing, and one receipt', async () => {
    const redis = await createOwnRedis(1);
    const bucket = await createTestBucket();
    try {
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
      const credentials = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
      const more = { ...credentials, REDIS_URL: redis.url, OBJECT_STORE_URL: bucket };
      await killedWhileErasing('PostgreSQL', { roles: ['worker'], more, keys: () => redis.keys('*') });
    } finally {
      await redis.drop();
    }
  }, 360_000);
});

async function withStore(
  engine: TrialStore['engine'],
  body: (store: TrialStore, simulator: TestSimulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ retrySecondMs: 20 });
  const store = await createTrialStore(engine);
  try {
    await store.read(async (queries) => {
      await migrate(queries);
      await sql`select setval(pg_get_serial_sequence('users', 'id'), ${firstUserId})`.execute(queries);
    });
    await body(store, simulator);
  } finally {
    await simulator.close();
    await store.drop();
  }
}

/** A little of everything, by the chat. */
async function live(person: TrialPerson): Promise<void> {
  await person.says('/start');
  await person.taps('Чтение');
  await person.says('Завершить');
  await person.taps('Исправить');
  await person.taps('Удалить');
  await person.says('Начать');
  await person.taps('+ Своя');
  await person.says(`${name} ищет`);
  await person.says('Начать');
  await person.taps('Чтение');
  await person.says('Настройки');
  await person.taps('Экспорт');
  await person.taps('CSV');
  await person.says('Статистика');
  await person.says('Начать');
  // A question stays open.
  await person.taps('+ Своя');
}

/** Much more of it, and what the chat alone does not bring about. @returns words by which it would be found */
async function addLife(queries: Queries, telegramId: number): Promise<readonly string[]> {
  const { userId, activityId } = await whoIs(queries, telegramId);
  if (!isTelegramId(telegramId)) throw new Error('a whole number');
  await sql`
    insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
    select gen_random_uuid(), ${userId}, ${activityId}, at, at + interval '1 minute', 60,
      tstzmultirange(tstzrange(at, at + interval '1 minute')), 'UTC'
    from generate_series(now() - interval '20000 hours', now() - interval '1 hour', interval '1 hour') at`.execute(
    queries,
  );
  await sql`
    insert into statistics (event, user_id, timestamp)
    select 'text', ${userId}, at
    from generate_series(now() - interval '20000 hours', now(), interval '1 hour') at`.execute(queries);
  // The export waits until they are erased.
  await sql`update jobs set created_at = now() + interval '1 hour'`.execute(queries);
  return [String(userId), String(telegramId), ...(await fillLife(queries, { userId, telegramId }))];
}

/** Ends the hold of whoever died, for which others would wait a quarter of a minute. */
async function letGo(queries: Queries): Promise<void> {
  await sql`update jobs set held_until = null`.execute(queries);
}

async function whoIs(queries: Queries, telegramId: number): Promise<{ userId: UserId; activityId: number }> {
  const { rows } = await sql<{ userId: UserId; activityId: number }>`
    select u.id as "userId", min(a.id) as "activityId" from users u join activities a on a.user_id = u.id
    where u.telegram_id = ${telegramId} group by u.id`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('nobody was met');
  return row;
}

/** Nothing is left in any table or file, but in the ledger, and in what tells others that somebody was erased. */
async function expectNothing(queries: Queries, store: TrialStore, telegramId: number, url?: string): Promise<void> {
  await sql`delete from outbox where type = 'user.erased'`.execute(queries);
  const words = [String(firstUserId + 1), String(telegramId), name];
  expect(await tablesWith(queries, words)).toEqual([]);
  const objects = openObjects({ url, dataDir: store.environment['DATA_DIR'] ?? '' });
  expect(await objectsWith(objects, words)).toEqual([expect.stringMatching(/^erasures\/7700000000002-\d{16}\.json$/)]);
}

async function objectsWith(objects: Objects, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list('')) {
    const stored = await objects.get(key);
    const content = stored ? Buffer.concat(await stored.content.toArray()).toString('latin1') : '';
    if (words.some((word) => `${key}\n${content}`.includes(word))) found.push(key);
  }
  return found;
}
