import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { soleEngine } from '../builder/answer-turn.ts';
import { createContinuationRunner, type ContinuationRunner } from '../builder/run-continuations.ts';
import { engineOf } from '../builder/testing.ts';
import { systemClock } from '../platform/clock.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { createOutbound, type Outbound, type Reach } from '../platform/outbound.ts';
import { createLogger, silentLogger, type Logger } from '../platform/telemetry/logger.ts';
import { continued } from './incoming.ts';
import { startIntake, written, type TestIntake } from './intake-testing.ts';
import { botId, until } from './outgoing/testing.ts';

/** Steps that keep so many values about a person. */
const setting = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ action: 'set', name: `${letter}${i}`, value: 'x', on_failure: 'oops' }));

describeOnBothEngines('a turn that waits', (database) => {
  let server: Server;
  let address: string;
  let asked: { method: string | undefined; url: string | undefined; key: string; token: string; body: string }[];
  let reply: (response: ServerResponse) => void;
  let processes: { stop(): Promise<void> }[];
  let said: TestIntake['said'];
  let person = 500;

  beforeEach(async () => {
    asked = [];
    said = [];
    processes = [];
    person += 100;
    reply = (response) => response.end('{"temperature":-3}');
    server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        const { method, url, headers } = request;
        const body = Buffer.concat(chunks).toString();
        asked.push({
          method,
          url,
          key: String(headers['idempotency-key']),
          token: String(headers.authorization),
          body,
        });
        reply(response);
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const listens = server.address();
    address = `http://127.0.0.1:${typeof listens === 'object' && listens !== null ? listens.port : 0}`;
    await sql`delete from continuations`.execute(database().queries);
  });
  afterEach(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    server.closeAllConnections();
    server.close();
  });

  const bot = () =>
    engineOf({
      handlers: [
        { pattern: '/wait', action: ['goto outer', 'goto last'] },
        { pattern: '/weather', action: 'goto weather' },
        { pattern: '/order', action: [http({ method: 'POST', on_failure: 'oops', retries: 3 }), 'goto done'] },
        { pattern: '/keyed', action: [http({ method: 'POST', key: true }), 'goto done'] },
        {
          pattern: '/inside',
          action: [{ ...http({ on_failure: 'oops' }), url: 'http://inside.example/' }, 'goto done'],
        },
        {
          pattern: '/secret',
          action: [http({ headers: { authorization: 'Bearer {{ secret.missing }}' }, on_failure: 'oops' })],
        },
        { pattern: '/uncaught', action: [http({ headers: { authorization: '{{ secret.missing }}' } })] },
        { pattern: '/long', action: ['wait 7d', 'goto done'] },
        { pattern: '/round', action: ['wait 7d', 'branch 1 == 1 ? again'] },
        { pattern: '/score', action: ['add score 2', 'set name {{ user.first_name }}', 'goto score'] },
        { pattern: '/report', action: ['notify_admin Пришёл <b>{{ user.first_name }}</b>', 'goto done'] },
        ...['a', 'b', 'c'].map((letter) => ({ pattern: `/${letter}`, action: setting(letter, 17) })),
        { pattern: '/much', action: [{ action: 'set', name: 'long', value: 'x'.repeat(1_001), on_failure: 'oops' }] },
        { pattern: '/notice', action: ['wait 1', 'goto notice'] },
        { pattern: '*', action: 'send', message: 'эхо' },
      ],
      callbacks: [
        { callback_data: 'outer', action: ['send', 'wait 1', 'goto inner'], message: 'раз' },
        { callback_data: 'inner', action: 'send', message: 'два' },
        { callback_data: 'last', action: 'send', message: 'три' },
        {
          callback_data: 'weather',
          action: [
            {
              action: 'http',
              url: `${address}/w/{{ user.first_name }}?q={{ words }}`,
              headers: { authorization: 'Bearer {{ secret.crm_key }}' },
              into: 'weather',
            },
            'goto weather.shown',
          ],
        },
        {
          callback_data: 'weather.shown',
          action: 'send',
          message: '{{ http.weather.status }}: {{ http.weather.body.temperature }}',
        },
        { callback_data: 'oops', action: 'send', message: 'не вышло: {{ error.reason }}' },
        { callback_data: 'done', action: 'send', message: 'готово' },
        { callback_data: 'notice', action: 'notice', message: 'над чатом' },
        { callback_data: 'again', action: ['wait 7d', 'goto done'] },
        { callback_data: 'score', action: 'send', message: '{{ vars.name }} {{ vars.score }}' },
        { callback_data: 'system.failed', action: 'send', message: 'Не получилось {{ error.code }}' },
      ],
    });
  const http = (more: object) => ({
    action: 'http',
    url: `${address}/call`,
    body: { name: '{{ user.first_name }}' },
    ...more,
  });

  /** A process that answers, and lets turns go on. */
  function start({
    isRunning = true,
    reach = 'anywhere',
    adminChats = [77, -100],
    logger = silentLogger,
  }: { isRunning?: boolean; reach?: Reach; adminChats?: number[]; logger?: Logger } = {}): TestIntake & {
    runner: ContinuationRunner;
  } {
    const outbound: Outbound = createOutbound({ reach, ...(reach === 'anywhere' ? {} : { lookup: inside }) });
    const answering = {
      engines: soleEngine(bot()),
      botId,
      adminChats,
      onSuspended: () => runner.wake(),
      logger,
    };
    const started = startIntake(database(), { answering });
    const { intake, said: own } = started;
    said = processes.length === 0 ? own : said;
    const runner = createContinuationRunner({
      queries: database().queries,
      botId,
      log: silentLogger,
      exclusive: false,
      outbound,
      secretOf: (name) => (name === 'crm_key' ? 'very secret' : undefined),
      resume: (continuation, who) => intake.take(continued(continuation, who, systemClock.now())),
      times: { look: 50 },
    });
    const stopping = new AbortController();
    const running = isRunning ? runner.run(stopping.signal) : undefined;
    processes.push({
      async stop() {
        stopping.abort();
        await running;
        await intake.close();
        await outbound.close();
      },
    });
    return { ...started, runner };
  }
  const texts = (of: TestIntake['said'] = said) => of.map(({ text }) => text);
  const open = async () => {
    const { rows } = await sql<{ id: number; request: unknown; attempts: number }>`
      select id, request, attempts from continuations order by id`.execute(database().queries);
    return rows;
  };

  it('C3 goes on with what was left in each entry, in order, and leaves nothing behind', async () => {
    const { intake } = start();
    await intake.accept(written(person, '/wait'));
    expect(texts()).toEqual(['раз']);
    await intake.accept(written(person, 'а пока'));
    await until(() => texts().length === 3);
    expect(texts()).toEqual(['раз', 'эхо', 'два | три']);
    expect(await open()).toEqual([]);
  });

  it('C3 calls a server outside of any transaction, and shows what came', async () => {
    const { intake } = start();
    let answer: (() => void) | undefined;
    reply = (response) => {
      answer = () => response.end('{"temperature":-3}');
    };
    await intake.accept(written(person, '/weather'));
    await until(() => answer !== undefined);
    const [row] = await open();
    expect(JSON.stringify(row)).not.toContain('very secret');
    await intake.accept(written(person, 'а пока'));
    answer?.();
    await until(() => texts().length === 2);
    expect(texts()).toEqual(['эхо', '200: -3']);
    expect(asked).toMatchObject([
      { method: 'GET', url: `/w/${encodeURIComponent(`№ ${person}`)}?q=`, token: 'Bearer very secret' },
    ]);
  });

  it('C3 repeats a call that does no harm twice, and no other', async () => {
    let failures = 2;
    reply = (response) => {
      failures -= 1;
      response.writeHead(failures >= 0 ? 503 : 200).end('{}');
    };
    const { intake } = start();
    await intake.accept(written(person, '/keyed'));
    await until(() => texts().length === 1);
    expect(texts()).toEqual(['готово']);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    failures = 9;
    await intake.accept(written(person, '/order'));
    await until(() => texts().length === 2);
    expect(texts()[1]).toBe('не вышло: http_status');
    expect(asked).toHaveLength(4);
    expect(asked[3]).toMatchObject({ method: 'POST', body: JSON.stringify({ name: `№ ${person}` }) });
  });

  it('C3 says what it cannot do where that is caught, else apologises with a code', async () => {
    const { intake } = start({ reach: 'public' });
    for (const [place, command] of ['/inside', '/secret', '/uncaught'].entries()) {
      await intake.accept(written(person, command));
      await until(() => texts().length === place + 1);
    }
    expect(texts().slice(0, 2)).toEqual(['не вышло: http_address', 'не вышло: http_secret']);
    expect(texts()[2]).toMatch(/^Не получилось [0-9A-F]{4}$/);
    expect(asked).toEqual([]);
    expect(await open()).toEqual([]);
  });

  it('B2 goes on once, however many processes look, and through a restart', async () => {
    const dead = start({ isRunning: false });
    await Promise.all(Array.from({ length: 20 }, (_, i) => dead.intake.accept(written(person + i, '/wait'))));
    await processes.pop()?.stop();
    const [one, two] = [start(), start()];
    await until(async () => (await open()).length === 0);
    const heard = () =>
      [...one.said, ...two.said].filter(({ text }) => text === 'два | три').map(({ chatId }) => chatId);
    // What a commit has written is said after it.
    await until(() => heard().length >= 20);
    const all = heard();
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => person + i));
  });

  it('B2 takes over from a process that died in the middle of a call, and repeats only what may be', async () => {
    const dead = start({ isRunning: false });
    await dead.intake.accept(written(person, '/order'));
    await dead.intake.accept(written(person + 1, '/keyed'));
    await sql`update continuations set attempts = 1`.execute(database().queries);
    const { said: own } = start();
    await until(() => own.length === 2);
    expect(texts(own).toSorted()).toEqual(['готово', 'не вышло: http_unknown']);
    expect(asked).toHaveLength(1);
  });

  it('C3 lets no more than 20 turns of one person wait, and none come back for ever', async () => {
    const { intake } = start({ isRunning: false });
    for (let i = 0; i < 21; i += 1) await intake.accept(written(person, '/long'));
    expect(await open()).toHaveLength(20);
    expect(texts().at(-1)).toMatch(/^Не получилось/);
    await intake.accept(written(person + 1, '/round'));
    const { rows } = await sql<{ id: number }>`
      update continuations c set resumptions = 100, due_at = now() from users u
      where u.id = c.user_id and u.telegram_id = ${person + 1}::bigint returning c.id`.execute(database().queries);
    expect(rows).toHaveLength(1);
    const { said: own } = start();
    await until(() => own.length === 1);
    expect(texts(own)[0]).toMatch(/^Не получилось/);
    expect(await open()).toHaveLength(20);
  });

  it('T12 is forgotten with the person, and brings nobody back', async () => {
    const { intake } = start({ isRunning: false });
    await intake.accept(written(person, '/long'));
    const erase = async () => {
      await sql`delete from trackers t using users u where u.id = t.user_id and u.telegram_id = ${person}::bigint`.execute(
        database().queries,
      );
      await sql`delete from statistics`.execute(database().queries);
      await sql`delete from users where telegram_id = ${person}::bigint`.execute(database().queries);
    };
    await erase();
    expect(await open()).toEqual([]);
  });

  it('C3 keeps what it is told about a person, and counts', async () => {
    const { intake } = start({ isRunning: false });
    await intake.accept(written(person, '/score'));
    await intake.accept(written(person, '/score'));
    expect(texts()).toEqual([`№ ${person} 2`, `№ ${person} 4`]);
  });

  it('C3 keeps no more about a person than there is room for', async () => {
    const { intake } = start({ isRunning: false });
    for (const command of ['/a', '/b', '/c']) await intake.accept(written(person, command));
    await intake.accept(written(person, '/much'));
    expect(texts()).toEqual(['не вышло: too_many_variables', 'не вышло: variable_too_long']);
  });

  it('C3 tells the administrators in rows of their own, whatever becomes of them', async () => {
    const { intake } = start({ isRunning: false });
    await intake.accept(written(person, '/report'));
    expect(texts()).toEqual(['готово']);
    const { rows } = await sql<{ chat_id: number; text: string }>`
      delete from outgoing where chat_id in (77, -100)
      returning chat_id, calls -> 0 -> 'payload' ->> 'text' as text`.execute(database().queries);
    expect(rows.toSorted((a, b) => a.chat_id - b.chat_id)).toEqual([
      { chat_id: -100, text: `Пришёл <b>№ ${person}</b>` },
      { chat_id: 77, text: `Пришёл <b>№ ${person}</b>` },
    ]);
  });

  it('C3 tells the operator where there is no administrator to be told', async () => {
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line) => lines.push(line) });
    const { intake } = start({ isRunning: false, adminChats: [], logger });
    await intake.accept(written(person, '/report'));
    expect(texts()).toEqual(['готово']);
    expect(lines.join('')).toContain('ADMIN_CHATS');
  });

  it('B4 says as a message what was to be a notice over a chat whose button was let go long ago', async () => {
    const { intake } = start();
    await intake.accept(written(person, '/notice'));
    await until(() => texts().length === 1);
    expect(texts()).toEqual(['над чатом']);
  });
});

/** A resolver by which every name leads inside. */
const inside: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '10.0.0.1', family: 4 }]);
  else callback(null, '10.0.0.1', 4);
};
