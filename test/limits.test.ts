import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as deeds from '../src/simulator/person.ts';
import { runCrowd } from './support/crowd.ts';
import { createOwnRedis, type OwnRedis } from './support/own-redis.ts';
import { describeWith } from './support/servers.ts';
import { dataOf, TrialPerson } from './support/trial-person.ts';
import type { Trial } from './support/trial.ts';
import { startTwoBots } from './support/two-bots.ts';
import { until } from './support/until.ts';

/** Updates a second; four times as many at once. */
const rate = 2;
/** Milliseconds: what was let in is said at the pace of a chat, and a press's answer after it. */
const patience = 60_000;
const tooFast = 'Слишком быстро. Подождите несколько секунд.';

const said = (person: TrialPerson, words: string): number =>
  person.messages.filter(({ text = '' }) => text.includes(words)).length;

function limitedBy(masters: 1 | 3): void {
  let redis: OwnRedis;
  let trial: Trial;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    redis = await createOwnRedis(masters);
    ends.push(() => redis.drop());
    ({ trial } = await startTwoBots(redis, ends, { RATE_LIMIT_USER: String(rate) }));
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  /** As fast as Telegram delivers it. */
  function floods(person: TrialPerson, words: string, times: number): Promise<unknown> {
    for (let count = 0; count < times; count += 1) deeds.say(trial.simulator.core, person.chat, words);
    return until('every update is taken', () => trial.simulator.core.queue.size === 0, patience);
  }

  async function statisticsOf(person: TrialPerson): Promise<number> {
    return trial.store.read(async (queries) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from statistics s join users u on u.id = s.user_id
        where u.telegram_id = ${person.id}::bigint and handler = 'settings'`.execute(queries);
      return rows[0]?.count ?? 0;
    });
  }

  /** What Redis has to show of who tracks time now. */
  async function shownOf(person: TrialPerson): Promise<{ key: string; session: string }> {
    return trial.store.read(async (queries) => {
      const { rows } = await sql<{ key: string; session: string }>`
        select 'lock:tracker:{' || t.user_id || '}' as key, t.session_id as session
        from trackers t join users u on u.id = t.user_id where u.telegram_id = ${person.id}::bigint`.execute(queries);
      const [row] = rows;
      if (!row) throw new Error('nobody has this id');
      return row;
    });
  }

  it('B5 answers a flood of one person as far as the limit goes, in both processes together, and says so once', async () => {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    await person.says('Начать');
    const began = performance.now();
    await floods(person, 'Настройки', 200);
    const seconds = (performance.now() - began) / 1_000;
    await until('all is said', () => said(person, tooFast) === 1);
    await expect.poll(() => statisticsOf(person)).toBeGreaterThanOrEqual(4 * rate);
    // What was there, what came back meanwhile, and what a process takes of whom it has just met.
    expect(await statisticsOf(person)).toBeLessThanOrEqual(2 * 4 * rate + rate * (seconds + 1));
    expect(said(person, tooFast)).toBe(1);
  });

  it('B5 never throws away a start, a pause or a finish of somebody who is over the limit', async () => {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    const card = person.last;
    await floods(person, 'Настройки', 60);
    const { queryId } = trial.simulator.pressData(person.id, card.message_id, dataOf(card, 'Чтение'));
    const { text: notice } = await trial.simulator.waitForAnswer(queryId, { timeoutMs: patience });
    expect(notice ?? '').not.toContain('Слишком быстро');
    expect(said(person, 'Сессия начата')).toBe(1);
    await person.says('Завершить');
    await until('it is finished', () => said(person, 'Завершена — ') === 1, patience);
  });

  it('B4 B5 releases every press of somebody who is over the limit', async () => {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    await person.says('Настройки');
    await until('the settings are there', () => person.last.text?.startsWith('Настройки') === true);
    const card = person.last;
    const data = card.reply_markup?.inline_keyboard[0]?.[0]?.callback_data ?? '';
    const queries = Array.from(
      { length: 60 },
      () => trial.simulator.pressData(person.id, card.message_id, data).queryId,
    );
    const answers = await Promise.all(queries.map((id) => trial.simulator.waitForAnswer(id, { timeoutMs: patience })));
    const told = answers.filter(({ text }) => text === tooFast).length + said(person, tooFast);
    expect(told).toBe(1);
  });

  it('B5 lets everybody else be answered meanwhile', async () => {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    const flood = floods(person, 'Настройки', 300);
    const report = await runCrowd(trial.simulator, { people: 30 });
    await flood;
    expect(report.repeatedMessages).toBe(0);
    expect(report.starts).toBe(30);
  });

  it('D3 shows in Redis what runs, as long as it runs', async () => {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    await person.taps('Чтение');
    const { key, session } = await shownOf(person);
    await until('it is there', async () => (await redis.ask('get', key)) === session);
    await redis.flush();
    await until('it is there again', async () => (await redis.ask('get', key)) === session);
    await person.says('Завершить');
    await until('it is gone', async () => (await redis.ask('get', key)) === '');
  });

  it('D3 B5 limits on when Redis is killed, shows again what runs when it is back', async () => {
    const [fast, slow] = [new TrialPerson(trial.simulator), new TrialPerson(trial.simulator)];
    for (const person of [fast, slow]) await person.says('/start');
    await slow.taps('Чтение');
    await redis.stop();
    const began = performance.now();
    await floods(fast, 'Настройки', 200);
    const seconds = (performance.now() - began) / 1_000;
    await expect.poll(() => statisticsOf(fast)).toBeGreaterThanOrEqual(4 * rate);
    // Each process counts by itself now; before, both have counted together.
    expect(await statisticsOf(fast)).toBeLessThanOrEqual(3 * 4 * rate + 2 * rate * (seconds + 1));
    const before = slow.messages.length;
    await slow.says('Статистика');
    await until('the statistics are there', () => slow.messages.length > before);
    const { key, session } = await shownOf(slow);
    await redis.start();
    // Five seconds by itself; other trials run beside.
    await until('it is there again', async () => (await redis.ask('get', key)) === session);
  });
}

describeWith(['PostgreSQL', 'Redis'], 'two bots and one Redis', () => limitedBy(1));
describeWith(['PostgreSQL', 'Redis Cluster'], 'two bots and a Redis Cluster', () => limitedBy(3));
