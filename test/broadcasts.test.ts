import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { audienceShape, broadcastShape, type Broadcast } from '../src/broadcasts/schema.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { startAdmin, type Admin } from './support/admin.ts';
import { BotProcess } from './support/bot-process.ts';
import { runCrowd } from './support/crowd.ts';
import { describeWith } from './support/servers.ts';
import { dataOf, show } from './support/trial-person.ts';
import { createTrial, createTrialStore, telegramSettings, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

const news = {
  message: { ru: 'Новости, {{ user.first_name }}', en: 'News, {{ user.first_name }}' },
  layout: [[{ label: { ru: 'Что нового', en: 'See more' }, data: 'menu' }]],
};
const isNews = /^(Новости|News), /;

/** Broadcasts over the API. */
function broadcasting(admin: Admin) {
  const read = async (id: string): Promise<Broadcast> =>
    broadcastShape.parse(await admin.call('GET', `/broadcasts/${id}`));
  return {
    read,
    async start(fields: object = {}, wish: object = {}): Promise<string> {
      const made = broadcastShape.parse(
        await admin.call('POST', '/broadcasts', { name: 'News', content: news, ...fields }),
      );
      await admin.call('POST', `/broadcasts/${made.id}/start`, wish);
      return made.id;
    },
    async done(id: string, timeoutMs = 60_000): Promise<Broadcast> {
      let last: Broadcast | undefined;
      await until(
        () => `the broadcast is done: ${JSON.stringify(last?.report)}`,
        async () => (last = await read(id)).state === 'done',
        timeoutMs,
      );
      return read(id);
    },
  };
}

/** How often a person was told the news. */
function newsIn(simulator: TestSimulator, person: number): number {
  const messages = [...(simulator.core.world.chats.get(person)?.messages.values() ?? [])];
  return messages.filter(({ message }) => isNews.test(message.text ?? '')).length;
}

/** People who have said hello and were answered. */
async function meet(simulator: TestSimulator, count: number): Promise<number[]> {
  const people = Array.from({ length: count }, () => simulator.addUser());
  for (const person of people) simulator.say(person, '/start');
  const isAnswered = (person: number): boolean => (simulator.core.world.chats.get(person)?.messages.size ?? 0) > 1;
  await until('everybody is answered', () => people.every(isAnswered), 120_000);
  return people;
}

describeWith(['PostgreSQL'], 'C13 a broadcast from outside', () => {
  let trial: Trial;
  let admin: Admin;
  let broadcasts: ReturnType<typeof broadcasting>;

  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL' });
    await trial.startBot();
    admin = await startAdmin(trial.store.environment);
    broadcasts = broadcasting(admin);
  });
  afterAll(async () => {
    await admin.running.stop();
    await trial.end();
  });

  it('goes to whom it is for, and its button leads where the callback leads and is counted', async () => {
    const anna = trial.person({ first_name: 'Анна' });
    const bob = trial.person({ first_name: 'Bob', language_code: 'en' });
    const vera = trial.person({ first_name: 'Вера' });
    await anna.says('/start spring');
    await bob.says('/start spring');
    await vera.says('/start');
    const segment = [{ kind: 'source', is: 'spring' }];
    const count = await admin.call('POST', '/broadcasts/audience', { segment });
    expect(audienceShape.parse(count)).toEqual({ people: 2 });

    const id = await broadcasts.start({ segment });
    const done = await broadcasts.done(id);
    expect(done.report).toMatchObject({ total: 2, delivered: 2, clicked: 0 });
    expect(show(anna.last)).toBe('Новости, Анна\n[Что нового]');
    expect(show(bob.last)).toBe('News, Bob\n[See more]');
    expect(newsIn(trial.simulator, vera.id)).toBe(0);

    const pressed = anna.last;
    for (const _ of ['once', 'twice']) await anna.presses(pressed.message_id, dataOf(pressed, 'Что нового'));
    expect(anna.messages.length).toBeGreaterThan(1);
    // Whoever makes up a press is nobody's recipient.
    await vera.presses(vera.last.message_id, dataOf(pressed, 'Что нового'));
    expect((await broadcasts.read(id)).report.clicked).toBe(1);
  });

  it('shows a photo, which goes up to Telegram once for all', async () => {
    const people = await meet(trial.simulator, 12);
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(Buffer.from(pixel, 'base64'))]), 'pixel.png');
    const whole = new Response(form);
    const type = whole.headers.get('content-type') ?? '';
    const kept = await admin.send('/uploads', new Uint8Array(await whole.arrayBuffer()), type);
    const { photo_url: photo } = z.looseObject({ photo_url: z.string() }).parse(kept);
    await broadcasts.done(await broadcasts.start({ content: { message: 'Look', photo_url: photo } }));
    const files = people.map((person) => {
      const { message } = [...(trial.simulator.core.world.chats.get(person)?.messages.values() ?? [])].at(-1) ?? {};
      expect(message?.caption).toBe('Look');
      return message?.photo?.[0]?.file_id;
    });
    expect(new Set(files).size).toBe(1);
  });

  it('is tried out on the administrator who asks', async () => {
    const owner = trial.person({ first_name: 'Ольга' });
    await owner.says('/start');
    await admin.call('PATCH', '/auth/me', { telegram_id: String(owner.id) });
    const { id } = broadcastShape.parse(await admin.call('POST', '/broadcasts', { name: 'Draft', content: news }));
    await admin.call('POST', `/broadcasts/${id}/test`);
    await until('the test arrives', () => newsIn(trial.simulator, owner.id) === 1);
    expect((await broadcasts.read(id)).state).toBe('draft');
  });

  it('T12 forgets who is erased', async () => {
    const person = trial.person();
    await person.says('/start');
    await broadcasts.done(await broadcasts.start());
    await person.presses(person.last.message_id, dataOf(person.last, 'Что нового'));
    await trial.store.read(async (queries) => {
      const { rows } = await sql<{ id: number }>`
        delete from users where telegram_id = ${person.id} returning id`.execute(queries);
      for (const table of ['broadcast_recipients', 'broadcast_clicks']) {
        const { rows: left } = await sql`
          select from ${sql.table(table)} where user_id = ${rows[0]?.id ?? 0}`.execute(queries);
        expect(left).toEqual([]);
      }
    });
  });
});

describeWith(['PostgreSQL'], 'C13 a broadcast whose processes are killed', () => {
  const count = 1_000;
  const kills = 4;
  /** Messages a second. */
  const rate = 200;

  it('loses nobody, and repeats only what a death fell on', async () => {
    const simulator = await startSimulator({ retrySecondMs: 50 });
    const store = await createTrialStore('PostgreSQL');
    const environment = {
      ...store.environment,
      ...telegramSettings(simulator),
      LOG_LEVEL: 'fatal',
      BROADCAST_RATE: String(rate),
    };
    const bots: BotProcess[] = [];
    const begin = async (): Promise<BotProcess> => {
      const bot = new BotProcess(['start', 'bot'], { ...environment, PORT: '0' });
      await bot.listening();
      return bot;
    };
    bots.push(await begin(), await begin());
    const admin = await startAdmin(store.environment);
    const broadcasts = broadcasting(admin);
    try {
      const people = await meet(simulator, count);
      const [blocking, listening] = [people.slice(0, 40), people.slice(40)];
      const { core } = simulator;
      for (const person of blocking) {
        const chat = core.world.chats.get(person);
        if (chat) chat.blocked = true;
      }
      simulator.fault({ do: 'refuse', status: 429, method: 'sendMessage', retry_after: 1, next: 3 });
      simulator.fault({ do: 'refuse', status: 500, method: 'sendMessage', percent: 0.3 });
      simulator.fault({ do: 'delay', ms: 60, method: 'sendMessage' });

      const id = await broadcasts.start();
      for (let kill = 0; kill < kills; kill += 1) {
        await sleep(300 + Math.random() * 1_200);
        await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
        bots.splice(0, 2, await begin(), await begin());
        if (kill === 1) {
          await admin.call('POST', `/broadcasts/${id}/pause`);
          await sleep(300);
          await admin.call('POST', `/broadcasts/${id}/resume`);
        }
      }
      const { report } = await broadcasts.done(id, 100_000);
      const told = listening.map((person) => newsIn(simulator, person));
      const repeated = told.reduce((sum, times) => sum + times - 1, 0);
      if (process.env['TRIAL_FIGURES']) console.log({ repeated, report });
      expect(told.filter((times) => times === 0)).toEqual([]);
      expect(Math.max(...told)).toBeLessThanOrEqual(kills);
      // What is sent in a quarter of a second at most.
      expect(repeated).toBeLessThanOrEqual((kills * rate) / 4);
      expect(blocking.map((person) => newsIn(simulator, person)).every((times) => times === 0)).toBe(true);
      expect(report).toMatchObject({ total: count, delivered: listening.length, blocked: 40, failed: 0, waiting: 0 });
    } finally {
      await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
      await admin.running.stop();
      await simulator.close();
      await store.drop();
    }
  }, 240_000);
});

describeWith(['PostgreSQL'], 'C13 answers beside a broadcast', () => {
  it('come as soon as without one', async () => {
    const trial = await createTrial({ engine: 'PostgreSQL', by: 'webhook' });
    await trial.startBot();
    const admin = await startAdmin(trial.store.environment);
    const broadcasts = broadcasting(admin);
    try {
      await meet(trial.simulator, 2_000);
      const id = await broadcasts.start();
      await until('it is under way', async () => (await broadcasts.read(id)).report.delivered > 0);
      const p95 = { without: [] as number[], beside: [] as number[] };
      // In turn, so that whatever else the machine does falls on both.
      for (const way of ['warm', 'without', 'beside', 'without', 'beside', 'without', 'beside'] as const) {
        await admin.call('POST', `/broadcasts/${id}/${way === 'beside' ? 'resume' : 'pause'}`);
        await sleep(1_000);
        const { waits } = await runCrowd(trial.simulator, { people: 8, rounds: 15 });
        if (way !== 'warm') p95[way].push(waits[Math.floor(waits.length * 0.95)] ?? 0);
      }
      const { state, report } = await broadcasts.read(id);
      if (process.env['TRIAL_FIGURES']) console.log({ p95, state, report });
      expect(state).toBe('sending');
      expect(Math.min(...p95.beside)).toBeLessThan(Math.max(...p95.without) * 1.5 + 20);
    } finally {
      await admin.running.stop();
      await trial.end();
    }
  });
});
