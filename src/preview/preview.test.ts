import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDraftDocument } from '../builder/draft-document.ts';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { testActor, testPublishing } from '../builder/life-testing.ts';
import { bestOf, timeOf } from '../platform/best-of-testing.ts';
import type { Database } from '../platform/database/database.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { previewRoutes } from './routes.ts';
import type { PreviewAnswer, Step } from './schema.ts';
import { previewDeps, previewTime } from './testing.ts';

type Given = { [Key in keyof Step]?: Step[Key] } & Readonly<Record<string, unknown>>;

describeOnBothEngines('a preview', (database) => {
  let api: TestApi;
  beforeAll(async () => {
    await ensureConfiguration(database().queries);
    api = await startApi({ queries: database().queries, features: [previewRoutes(previewDeps(database()))] });
  });
  afterAll(() => api.close());

  async function preview(
    steps: readonly Given[],
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<PreviewAnswer> {
    const { status, body } = await api.call('/preview', { method: 'POST', body: { steps, ...more } });
    expect(status, JSON.stringify(body)).toBe(200);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own shape has checked it
    return body as PreviewAnswer;
  }

  describe('of what ships', () => {
    it('C10 answers as the bot would, with the keyboard and the entry that answered', async () => {
      const answer = await preview([{ kind: 'text', text: '/start' }]);
      expect(answer.messages.map(({ from, text }) => [from, text])).toEqual([
        ['person', '/start'],
        ['bot', 'Привет, Аня. Я считаю время. Выберите, что начинаем.'],
        ['bot', 'Что начинаем?'],
      ]);
      expect(answer.keyboard?.rows.flat().map(({ text }) => text)).toEqual([
        'Начать',
        'Завершить',
        'Статистика',
        'Настройки',
      ]);
      expect(answer.steps[0]).toMatchObject({
        event: 'start',
        entry: { kind: 'handler', name: '/start', id: expect.any(String) },
        outcome: 'done',
      });
    });

    it('C10 goes on with one step more and back with one less', async () => {
      const first = await preview([{ kind: 'text', text: '/start' }]);
      const start = buttonOf(first, 'Работа');
      const second = await preview([{ kind: 'text', text: '/start' }, start]);
      expect(lastText(second)).toContain('Сессия начата');
      const third = await preview([
        { kind: 'text', text: '/start' },
        start,
        { kind: 'text', text: 'Завершить', after: 1_920 },
      ]);
      expect(lastText(third)).toContain('Завершена — 32 мин. Всего сегодня: 32 мин.');
      const back = await preview([{ kind: 'text', text: '/start' }]);
      expect(texts(back)).toEqual(texts(first));
    });

    it('C10 is as whoever is made up: their name, language, zone, time, and what they have tracked', async () => {
      const sessions = [
        { activity: 'Reading', started_ago: 200, minutes: 60 },
        { activity: 'Yoga', started_ago: 25, minutes: null },
      ];
      const persona = { first_name: 'Tom & Co', language: 'en', time_zone: 'Asia/Tokyo', sessions };
      const answer = await preview([{ kind: 'text', text: 'Finish' }], { persona, time: '2026-11-22T21:00' });
      expect(lastText(answer)).toContain('Finished: 25m. Today in total: 1h 25m.');
      expect(lastText(answer)).toContain('20:35–21:00');
      expect(answer.time_zone).toBe('Asia/Tokyo');
      expect(answer.values).toContainEqual(expect.objectContaining({ name: 'user.first_name', value: 'Tom & Co' }));
      expect(answer.values).toContainEqual(expect.objectContaining({ name: 'is_running', value: false }));
    });

    it('C10 tells that a button is gone instead of pressing another', async () => {
      const gone = { kind: 'press', message_id: 5, row: 0, column: 0, label: 'Больше нет' } as const;
      const answer = await preview([{ kind: 'text', text: '/start' }, gone, { kind: 'text', text: 'Статистика' }]);
      expect(answer).toMatchObject({ stopped_at: 1 });
      expect(answer.steps).toHaveLength(1);
    });

    it('C10 changes no table and leaves nothing to be sent, counted or done', async () => {
      const before = await everything(database());
      const answer = await preview(
        [
          { kind: 'text', text: '/start friend' },
          { kind: 'text', text: 'Завершить' },
          { kind: 'text', text: 'Статистика' },
          { kind: 'location' },
          { kind: 'contact' },
          { kind: 'photo', caption: 'Кот' },
        ],
        { persona: { sessions: [{ activity: 'Йога', started_ago: 25, minutes: null }] } },
      );
      expect(answer.steps.map(({ event }) => event)).toEqual(['start', 'text', 'text', 'text', 'text', 'text']);
      expect(await everything(database())).toEqual(before);
    });

    it('C10 is given up when it takes too long, and leaves nothing', async () => {
      const before = await everything(database());
      const features = [previewRoutes({ ...previewDeps(database()), timeLimit: 0 })];
      const hurried = await startApi({ queries: database().queries, features });
      try {
        const body = { steps: [{ kind: 'text', text: '/start' }] };
        expect(await hurried.call('/preview', { method: 'POST', body })).toMatchObject({
          status: 422,
          body: { type: expect.stringContaining('preview_too_long') },
        });
        expect(await everything(database())).toEqual(before);
      } finally {
        await hurried.close();
      }
    });

    it('C10 says what a worker would be given, and gives it nothing', async () => {
      const before = await everything(database());
      const path = ['Настройки', 'Экспорт', 'CSV'];
      const steps: Given[] = [];
      for (const label of path) {
        const shown = steps.length === 0 ? null : await preview(steps);
        steps.push(shown === null ? { kind: 'text', text: label } : buttonOf(shown, label));
      }
      const answer = await preview(steps, {
        persona: { sessions: [{ activity: 'Йога', started_ago: 90, minutes: 30 }] },
      });
      expect(answer.steps.at(-1)?.events).toContainEqual({ kind: 'job', job: 'export' });
      expect(await everything(database())).toEqual(before);
    });

    it('C10 erases nobody, and goes on as with somebody who is being erased', async () => {
      const before = await everything(database());
      const steps: Given[] = [{ kind: 'text', text: 'Настройки' }];
      for (const label of ['Удалить мои данные', 'Удалить']) steps.push(buttonOf(await preview(steps), label));
      const answer = await preview([...steps, { kind: 'text', text: 'Начать' }]);
      expect(answer.steps.flatMap(({ events }) => events)).toContainEqual({ kind: 'job', job: 'erasure' });
      expect(await everything(database())).toEqual(before);
    });

    it('C10 of two at once neither waits for the other nor sees it', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, () => preview([{ kind: 'text', text: '/start' }])));
      for (const answer of all) expect(answer.messages).toHaveLength(3);
    });

    it('refuses a time zone and a version that there are not', async () => {
      const zone = { method: 'POST', body: { persona: { time_zone: 'Mars/Base' } } };
      expect(await api.call('/preview', zone)).toMatchObject({ status: 422 });
      expect(await api.call('/preview', { method: 'POST', body: { version: 99 } })).toMatchObject({ status: 422 });
    });

    it('answers ten steps within 200 ms', async () => {
      const steps = Array.from({ length: 10 }, (): Given => ({ kind: 'text', text: 'Статистика' }));
      await preview(steps);
      // Ten times as much as it takes alone: other work runs beside the tests.
      expect(await bestOf(() => timeOf(() => preview(steps)), 2_000)).toBeLessThan(2_000);
    });
  });

  describe('of a draft', () => {
    const draft = {
      minuta: 1,
      handlers: [
        { pattern: '/start', action: 'send', message: 'Hello, <b>{{ user.first_name }}</b>', keyboard_id: 'main' },
        { pattern: '/broken', action: 'send', message: 'Once <b>{{ vars.city }}' },
        {
          pattern: '/cat',
          action: 'send',
          message: 'A cat',
          photo_url: 'https://example.org/cat.jpg',
          keyboard_id: 'main',
        },
        { pattern: '/dog', action: 'send', message: 'A dog', photo_url: 'upload:1' },
        { pattern: '*', action: 'send', message: 'What?' },
      ],
      callbacks: [
        {
          callback_data: 'city',
          action: [{ action: 'ask', kind: 'text', into: 'city' }, 'goto city.thanks'],
          message: 'Which city?',
        },
        { callback_data: 'city.thanks', action: 'send', message: '{{ vars.city }} it is' },
        {
          callback_data: 'later',
          action: ['wait 10m', 'send', 'notify_admin {{ user.first_name }} waited'],
          message: 'Ten minutes on',
        },
        {
          callback_data: 'weather',
          action: [
            {
              action: 'http',
              url: 'https://api.example.org/w?key={{ secret.crm }}',
              headers: { Authorization: 'Bearer {{ secret.crm }}' },
              into: 'weather',
              on_failure: 'weather.failed',
            },
            'send',
          ],
          message: 'It is {{ http.weather.body.degrees }} degrees',
        },
        { callback_data: 'weather.failed', action: 'send', message: 'Nobody knows: {{ error.reason }}' },
      ],
      keyboards: {
        main: {
          layout: [
            [
              { label: 'City', data: 'city' },
              { label: 'Later', data: 'later' },
            ],
            [
              { label: 'Weather', data: 'weather' },
              { label: 'Nowhere', data: 'nowhere' },
            ],
          ],
        },
      },
      buttons: {},
    };
    const anna = testActor('anna');
    const start = { kind: 'text', text: '/start' } as const;
    let first: PreviewAnswer;

    beforeAll(async () => {
      const editing = testPublishing(database().queries);
      const written = await writeDraftDocument(editing, anna, { data: draft });
      expect(written.ok).toBe(true);
      first = await preview([start]);
    });

    it('C10 shows it with what is right, whatever else is wrong with it', async () => {
      expect(first.errors).toBeGreaterThan(0);
      expect(first.messages[1]).toMatchObject({
        text: 'Hello, Аня',
        entities: [{ type: 'bold', offset: 7, length: 3 }],
      });
      const dead = await preview([start, buttonOf(first, 'Nowhere')]);
      expect(dead.steps[1]).toMatchObject({ event: 'button_click', entry: null, outcome: 'unknown' });
    });

    it('C10 shows variables after every step: those of a question, and those about the person', async () => {
      const answer = await preview([start, buttonOf(first, 'City'), { kind: 'text', text: 'Oslo' }]);
      expect(lastText(answer)).toBe('Oslo it is');
      expect(answer.steps.map(({ variables }) => variables)).toEqual([
        [],
        [],
        [{ name: 'city', value: 'Oslo', scope: 'person' }],
      ]);
      const deeds = answer.steps[2]?.events.filter((event) => event.kind === 'action') ?? [];
      expect(deeds.map(({ entry, action }) => [entry.name, action])).toEqual([
        ['city', 'ask'],
        ['city', 'goto'],
        ['city.thanks', 'send'],
      ]);
    });

    it('C10 shows pictures by what the configuration calls them', async () => {
      const answer = await preview([
        { kind: 'text', text: '/cat' },
        { kind: 'text', text: '/dog' },
      ]);
      const shown = answer.messages.filter(({ from }) => from === 'bot');
      expect(shown.map(({ text, photo_url: photo }) => [text, photo])).toEqual([
        ['A cat', 'https://example.org/cat.jpg'],
        ['A dog', 'upload:1'],
      ]);
    });

    it('C10 a button under a picture leads to a text in a message of its own, as in earnest', async () => {
      const cat = { kind: 'text', text: '/cat' } as const;
      const answer = await preview([cat, buttonOf(await preview([cat]), 'City')]);
      expect(lastText(answer)).toBe('Which city?');
      expect(answer.steps[1]?.events).not.toContainEqual(expect.objectContaining({ kind: 'problem' }));
    });

    it('C10 waits are over at once and said so, and administrators are told nothing', async () => {
      const answer = await preview([start, buttonOf(first, 'Later')]);
      expect(lastText(answer)).toBe('Ten minutes on');
      expect(answer.steps[1]?.events.filter(({ kind }) => kind !== 'action')).toEqual([
        { kind: 'wait', seconds: 600 },
        { kind: 'message', message_id: answer.messages.at(-1)?.id, is_edit: false },
        { kind: 'report', html: 'Аня waited' },
      ]);
      expect(answer.now).toBe(Temporal.Instant.from(previewTime).add({ seconds: 604 }).toString());
    });

    it('C10 calls no server: the answer is made up, or given with the step', async () => {
      const weather = buttonOf(first, 'Weather');
      const made = await preview([start, weather]);
      expect(lastText(made)).toBe('It is  degrees');
      expect(made.steps[1]?.events).toContainEqual({
        kind: 'http',
        method: 'GET',
        url: 'https://api.example.org/w?key={{ secret.crm }}',
        body: null,
        answer: { status: 200, body: {} },
        is_given: false,
      });
      const given = await preview([start, { ...weather, answers: [{ status: 200, body: { degrees: 7 } }] }]);
      expect(lastText(given)).toBe('It is 7 degrees');
      const failed = await preview([start, { ...weather, answers: [{ fault: 'http_timeout' }] }]);
      expect(lastText(failed)).toBe('Nobody knows: http_timeout');
    });

    it('C10 a call is made in earnest for who may publish, and noted', async () => {
      const body = { steps: [start, buttonOf(first, 'Weather')], step: 1 };
      const writer = await api.call('/preview/calls', { method: 'POST', body, scopes: ['config:write'] });
      expect(writer.status).toBe(403);
      const called = await api.call('/preview/calls', { method: 'POST', body });
      expect(called).toMatchObject({
        status: 200,
        body: { status: 200, body: { url: 'https://api.example.org/w?key=very%20secret', key: 'Bearer very secret' } },
      });
      expect(api.audited.at(-1)).toMatchObject({
        action: 'preview.call',
        after: { url: 'https://api.example.org/w?key={{ secret.crm }}' },
      });
      const missing = await api.call('/preview/calls', { method: 'POST', body: { ...body, step: 0 } });
      expect(missing.status).toBe(422);
    });

    it('C10 tries a version as well', async () => {
      const answer = await preview([start], { version: 1 });
      expect(answer).toMatchObject({ version: 1, revision: null, errors: 0 });
      expect(lastText(answer)).toBe('Что начинаем?');
    });
  });
});

function texts({ messages }: PreviewAnswer): readonly (string | null)[] {
  return messages.map(({ text }) => text);
}

function lastText({ messages }: PreviewAnswer): string {
  return messages.at(-1)?.text ?? '';
}

/** The step that presses the newest button with this label. */
function buttonOf({ messages }: PreviewAnswer, label: string) {
  for (const { id, buttons } of messages.toReversed())
    for (const [row, cells] of buttons.entries())
      for (const [column, { text }] of cells.entries())
        if (text.includes(label)) return { kind: 'press', message_id: id, row, column, label: text } as const;
  throw new Error(`there is no button ${label}`);
}

/** How many rows each table has, and a digest of them. */
async function everything({ queries }: Database): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`.execute(queries);
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql<{ digest: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as digest
      from ${sql.table(name)} t`.execute(queries);
    found.set(name, rows[0]?.digest ?? '');
  }
  return found;
}
