import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings, type Settings } from '../src/config.ts';
import { request } from '../src/platform/http/testing.ts';
import { start, type Running } from '../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { createTelegram } from '../src/telegram/client.ts';
import { startAdmin } from './support/admin.ts';
import { createDataFolder } from './support/data-folder.ts';
import { describeWith } from './support/servers.ts';
import { createTrial, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

const password = 'correct horse battery staple';
const signedIn = z.looseObject({ csrf_token: z.string() });

interface Connected {
  readonly running: Running;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

describe('connecting a bot in the panel', () => {
  let telegram: TestSimulator;
  let folder: string;
  let minuta: Connected;
  let canWire = true;

  async function begin(more: Readonly<Record<string, string>> = {}): Promise<Connected> {
    const read = readSettings({
      PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: folder,
      ADMIN_PASSWORD: password,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ...more,
    });
    const settings: Settings = {
      ...read,
      // The first thing that a bot which is wired asks for.
      get WEBHOOK_SECRET() {
        if (!canWire) throw new Error('cannot be wired now');
        return read.WEBHOOK_SECRET;
      },
    };
    const running = await start(['bot', 'admin', 'simulator'], settings, { say: () => undefined });
    const root = `${running.address}/api/v1`;
    const answer = await request(`${root}/auth/login`, { method: 'POST', body: { login: 'admin', password } });
    const headers = {
      'x-csrf-token': signedIn.parse(answer.body).csrf_token,
      cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    };
    return { running, call: (method, path, body) => request(`${root}${path}`, { method, headers, body }) };
  }
  const bot = async () => (await minuta.call('GET', '/bot')).body;
  const give = (token: string, more = {}) => minuta.call('PUT', '/bot/token', { token, ...more });
  const keptFile = () => join(folder, 'bot-token');

  beforeAll(async () => {
    telegram = await startSimulator();
    folder = await createDataFolder('connecting');
    minuta = await begin();
  });
  afterEach(async () => {
    await minuta.call('DELETE', '/bot/token');
  });
  afterAll(async () => {
    await minuta.running.stop();
    await telegram.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('O1 begins with the simulator, by polling', async () => {
    await until(
      () => 'the simulated bot polls',
      async () => JSON.stringify(await bot()).includes('"receives":"polling"'),
    );
    expect(await bot()).toMatchObject({
      bot: { username: 'minuta_bot' },
      is_simulated: true,
      token: { source: 'none', fixed: null },
      delivery: { receives: 'polling', mode: 'auto', public_url: null },
    });
  });

  it('O1 a token is all it takes: the bot answers in Telegram, and the simulator’s chats are closed', async () => {
    const connected = await give(telegram.token);
    expect(connected).toMatchObject({
      status: 200,
      body: { bot: { username: 'minuta_test_bot' }, is_simulated: false, token: { source: 'kept', fixed: null } },
    });
    const person = telegram.addUser();
    telegram.say(person, '/menu');
    await telegram.waitForMessage(person, 'Меню под полем ввода.');
    const page = await request(`${minuta.running.address}/simulator`);
    expect([page.status, page.body]).toEqual([404, expect.stringContaining('real bot')]);
  });

  it('O5 the token lies in a file that only its owner reads, and is told nowhere', async () => {
    await give(telegram.token);
    expect((await readFile(keptFile(), 'utf8')).trim()).toBe(telegram.token);
    expect((await stat(keptFile())).mode & 0o777).toBe(0o600);
    const told = [
      await bot(),
      (await minuta.call('GET', '/audit')).body,
      (await minuta.call('GET', '/installation')).body,
    ];
    expect(JSON.stringify(told)).not.toContain(telegram.token.slice(-20));
    expect(JSON.stringify(told)).toContain('bot.connect');
  });

  it('O1 the next start uses it', async () => {
    await give(telegram.token);
    await minuta.running.stop();
    minuta = await begin();
    const person = telegram.addUser();
    telegram.say(person, '/menu');
    await telegram.waitForMessage(person, 'Меню под полем ввода.');
    expect(await bot()).toMatchObject({ is_simulated: false, token: { source: 'kept' } });
  });

  it('O1 BOT_TOKEN wins over it, and then none can be given', async () => {
    await give(telegram.token);
    await minuta.running.stop();
    minuta = await begin({ BOT_TOKEN: telegram.token });
    try {
      expect(await bot()).toMatchObject({ token: { source: 'environment', fixed: 'environment' } });
      expect(await give(telegram.token)).toMatchObject({ status: 409, body: { setting: 'BOT_TOKEN' } });
      expect(await minuta.call('DELETE', '/bot/token')).toMatchObject({ status: 409 });
    } finally {
      await minuta.running.stop();
      minuta = await begin();
    }
  });

  it('O1 parting from it brings the simulator back', async () => {
    await give(telegram.token);
    const parted = await minuta.call('DELETE', '/bot/token');
    expect(parted).toMatchObject({ status: 200, body: { is_simulated: true, token: { source: 'none' } } });
    await expect(stat(keptFile())).rejects.toThrow('ENOENT');
    expect((await request(`${minuta.running.address}/simulator/`)).status).toBe(200);
  });

  it('O1 a token that Telegram does not know changes nothing', async () => {
    expect(await give('1234567:nobody-has-this-one')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'token' }] },
    });
    expect(await give('no token at all')).toMatchObject({ status: 422, body: { errors: [{ path: 'token' }] } });
    expect(await bot()).toMatchObject({ is_simulated: true, token: { source: 'none' } });
  });

  it('O1 a bot whose updates go to another program is taken over only when that is meant', async () => {
    const other = createTelegram({ token: telegram.token, apiRoot: telegram.apiRoot });
    await other.setWebhook({ url: 'https://other.example.org/secret-path' });
    await other.close();
    const refused = await give(telegram.token);
    expect(refused).toMatchObject({ status: 409, body: { host: 'other.example.org' } });
    expect(JSON.stringify(refused.body)).not.toContain('secret-path');
    expect(await give(telegram.token, { take_over: true })).toMatchObject({ status: 200 });
  });

  it('O1 a bot that cannot be started leaves the one before it as it was, now and at the next start', async () => {
    await give(telegram.token);
    canWire = false;
    const answers = [await give(telegram.token), await minuta.call('DELETE', '/bot/token')];
    canWire = true;
    const notStarted = { status: 503, body: { type: expect.stringContaining('bot_not_started') } };
    expect(answers).toMatchObject([notStarted, notStarted]);
    expect((await readFile(keptFile(), 'utf8')).trim()).toBe(telegram.token);
    expect(await bot()).toMatchObject({ is_simulated: false, token: { source: 'kept' } });
    const person = telegram.addUser();
    telegram.say(person, '/menu');
    await telegram.waitForMessage(person, 'Меню под полем ввода.');
  });

  it('O1 Telegram that is away is said to be, and changes nothing', async () => {
    telegram.fault({ do: 'refuse', status: 502, method: 'getMe', next: 1 });
    expect(await give(telegram.token)).toMatchObject({ status: 503 });
    expect(await bot()).toMatchObject({ is_simulated: true });
  });

  it('A2 an administrator who is no owner cannot', async () => {
    const made = z
      .looseObject({ token: z.string() })
      .parse((await minuta.call('POST', '/tokens', { name: 'editor', scopes: ['config:read', 'config:write'] })).body);
    const answer = await request(`${minuta.running.address}/api/v1/bot/token`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${made.token}` },
      body: { token: telegram.token },
    });
    expect(answer.status).toBe(403);
  });
});

describeWith(['PostgreSQL'], 'an admin service of its own', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL' });
    await trial.startBot();
  });
  afterAll(() => trial.end());

  it('O1 tells of the bot in another process, and which secret is its token', async () => {
    const admin = await startAdmin(trial.store.environment);
    try {
      await until('the bot says how its updates come', async () =>
        JSON.stringify(await admin.call('GET', '/bot')).includes('"receives":"polling"'),
      );
      expect(await admin.call('GET', '/bot')).toMatchObject({
        bot: { username: 'minuta_test_bot' },
        is_simulated: false,
        token: { source: 'elsewhere', fixed: 'servers' },
      });
      expect(await admin.call('GET', '/installation')).toMatchObject({ database: 'postgresql', has_simulator: false });
      const given = admin.call('PUT', '/bot/token', { token: trial.simulator.token });
      await expect(given).rejects.toThrow(/409 .*BOT_TOKEN_FILE/);
    } finally {
      await admin.running.stop();
    }
  });
});
