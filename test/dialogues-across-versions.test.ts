import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startAdmin, type Admin } from './support/admin.ts';
import { BotProcess } from './support/bot-process.ts';
import { describeWith } from './support/servers.ts';
import { dataOf, show, type TrialPerson } from './support/trial-person.ts';
import { createTrial, telegramSettings, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

const made = z.looseObject({ id: z.string() });

const texts = (person: TrialPerson) => person.messages.map(show);

describeWith(['PostgreSQL'], 'dialogues across publications and deaths', () => {
  let trial: Trial;
  let admin: Admin;
  let bots: BotProcess[] = [];

  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL' });
    admin = await startAdmin(trial.store.environment);
    await startBot();
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
    await admin.running.stop();
    await trial.end();
  });

  async function startBot(): Promise<void> {
    const bot = new BotProcess(['start', 'bot'], {
      ...trial.store.environment,
      ...telegramSettings(trial.simulator),
      PORT: '0',
      LOG_LEVEL: 'fatal',
    });
    bots.push(bot);
    await bot.listening();
  }
  async function killBots(): Promise<void> {
    await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
    bots = [];
  }

  const add = async (kind: 'handlers' | 'callbacks', body: object): Promise<string> =>
    made.parse(await admin.call('POST', `/${kind}`, { action: 'send', ...body })).id;

  it('C3 who is in the middle of a question finishes it on the version they began, whatever dies', async () => {
    await add('handlers', {
      pattern: '/survey',
      message: 'Сколько вам лет?',
      action: [{ action: 'ask', kind: 'number', max: 120, into: 'age' }, 'goto survey.done'],
    });
    const done = await add('callbacks', { callback_data: 'survey.done', message: 'Вам {{ vars.age }}.' });
    await admin.publish();
    const person = trial.person();
    expect(await person.says('/survey')).toEqual(['Сколько вам лет?']);
    await admin.call('PATCH', `/callbacks/${done}`, { message: 'Теперь вам {{ vars.age }}.' });
    const { conversations } = z
      .looseObject({ conversations: z.array(z.looseObject({ people: z.number() })) })
      .parse(await admin.publish());
    expect(conversations).toMatchObject([{ people: 1 }]);
    await killBots();
    await startBot();
    await person.says('двести');
    expect(await person.says('33')).toEqual(['Вам 33.']);
    await person.says('/survey');
    expect(await person.says('34')).toEqual(['Теперь вам 34.']);
  });

  it('C3 who is in the middle of a question goes over to the new version where its publisher says so', async () => {
    const person = trial.person();
    await person.says('/survey');
    const id = await add('callbacks', { callback_data: 'survey.extra', message: 'x' });
    await admin.call('DELETE', `/callbacks/${id}`);
    const { items } = z
      .looseObject({ items: z.array(z.looseObject({ id: z.string(), callback_data: z.string() })) })
      .parse(await admin.call('GET', '/callbacks?limit=200'));
    const done = items.find(({ callback_data: data }) => data === 'survey.done')?.id ?? '';
    await admin.call('PATCH', `/callbacks/${done}`, { message: 'Уже новое: {{ vars.age }}.' });
    await admin.call('POST', '/config/publish', { conversations: 'move' });
    expect(await person.says('35')).toEqual(['Уже новое: 35.']);
  });

  it('B4 an old button does what it meant under another name, and otherwise what is chosen for old buttons', async () => {
    await add('handlers', { pattern: '/rent', message: 'Что берёте?', keyboard_id: 'rent' });
    await admin.call('POST', '/keyboards', {
      id: 'rent',
      layout: [
        [
          { label: 'Лодка', data: 'rent 5' },
          { label: 'Плот', data: 'raft' },
        ],
      ],
    });
    const rent = await add('callbacks', { callback_data: 'rent', message: 'Прокат {{ words }}' });
    const raft = await add('callbacks', { callback_data: 'raft', message: 'Плот' });
    await admin.publish();
    const person = trial.person();
    await person.says('/rent');
    const old = person.last;
    await admin.call('PATCH', `/callbacks/${rent}`, { callback_data: 'hire' });
    await admin.call('DELETE', `/callbacks/${raft}`);
    await add('callbacks', { callback_data: 'rent', message: 'Совсем другое' });
    await admin.call('PATCH', '/keyboards/rent', {
      layout: [
        [
          { label: 'Лодка', data: 'hire 5' },
          { label: 'Иное', data: 'rent' },
        ],
      ],
    });
    await admin.publish();
    expect((await person.tapsOn(old, 'Лодка')).shown).toContain('Прокат 5');
    const gone = await person.tapsOn(old, 'Плот');
    expect(gone.notice).toBe('Эта кнопка устарела');
    expect(dataOf(old, 'Плот')).toMatch(/^raft#/);
  });

  it('C3 B2 a wait ends once, though every process died in the middle and two came after', async () => {
    await add('handlers', { pattern: '/later', message: 'Подождите', action: ['send', 'wait 3', 'goto later.done'] });
    await add('callbacks', { callback_data: 'later.done', message: 'Дождались' });
    await admin.publish();
    const people = Array.from({ length: 10 }, () => trial.person());
    await Promise.all(people.map((person) => person.says('/later')));
    await killBots();
    await Promise.all([startBot(), startBot()]);
    await until('all have been told', () => people.every((person) => texts(person).includes('Дождались')), 60_000);
    await sleep(1_000);
    // What was said just before the death may be said again; what comes after the wait is an effect of its own.
    for (const person of people) expect(texts(person).filter((text) => text === 'Дождались')).toHaveLength(1);
  });

  it('C4 shows a picture that was uploaded', async () => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(Buffer.from(pixel, 'base64'))]), 'pixel.png');
    const whole = new Response(form);
    const { photo_url: photoUrl } = z
      .looseObject({ photo_url: z.string() })
      .parse(
        await admin.send(
          '/uploads',
          new Uint8Array(await whole.arrayBuffer()),
          whole.headers.get('content-type') ?? '',
        ),
      );
    await add('handlers', { pattern: '/photo', message: 'Вот', photo_url: photoUrl });
    await admin.publish();
    const [one, two] = [trial.person(), trial.person()];
    for (const person of [one, two]) {
      await person.says('/photo');
      expect(person.last.caption).toBe('Вот');
      expect(person.last.photo?.[0]).toMatchObject({ width: 1, height: 1 });
    }
    expect(two.last.photo?.[0]?.file_id).toBe(one.last.photo?.[0]?.file_id);
  });
});
