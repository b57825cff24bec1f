import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { start, type Running } from '../../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../../src/simulator/testing.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { builtPanel } from '../support/built-panel.ts';
import { keepPicture, patience, phone, seriousProblems } from '../support/panel.ts';
import { addressOf, describeWith } from '../support/servers.ts';

const chosen = 'a password of my own';

const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.getByLabel('Логин').fill(login);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
}

describeWith(['Chromium'], 'the first minutes', () => {
  let folder: string;
  let telegram: TestSimulator;
  let minuta: Running;
  let browser: Browser;
  let said = '';
  const problems: string[] = [];

  async function open(path: string, size = { width: 1280, height: 900 }): Promise<Page> {
    const context = await browser.newContext({
      baseURL: minuta.address,
      viewport: size,
      locale: 'ru-RU',
      reducedMotion: 'reduce',
    });
    context.on('weberror', (error) => problems.push(error.error().message));
    const page = await context.newPage();
    page.setDefaultTimeout(2 * patience);
    await page.goto(path);
    return page;
  }
  const printed = () => /password (\S+)/.exec(said)?.[1] ?? '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'first-minutes-'));
    telegram = await startSimulator();
    const settings = readSettings({
      PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: folder,
      TELEGRAM_API_ROOT: telegram.apiRoot,
    });
    const panel = await builtPanel();
    minuta = await start(['simulator', 'bot', 'admin', 'worker'], settings, { panel, say: (line) => (said += line) });
    browser = await chromium.launch({
      executablePath: addressOf('Chromium') ?? '',
      args: ['--no-sandbox'],
      env: { ...process.env, LANG: 'C.UTF-8' },
    });
  });
  afterEach(() => expect(problems).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await minuta.stop();
    await telegram.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('A2 a wrong password is said to be wrong, and who fails too often is told how long to wait', async () => {
    const page = await open('/');
    await signIn(page, { login: 'somebody', password: 'not this one' });
    await page.getByRole('alert').getByText('Логин или пароль не подходит.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'sign-in-wrong');
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      const answer = page.waitForResponse('**/auth/login');
      await page.getByRole('button', { name: 'Войти' }).click();
      await answer;
    }
    await page
      .getByRole('alert')
      .getByText(/Слишком много неудачных попыток. Попробуйте через \d+ секунд/)
      .waitFor();
    await page.context().close();
  });

  it('A2 the printed password opens the door, and one of one’s own can be chosen later', async () => {
    const page = await open('/');
    await signIn(page, { login: 'admin', password: printed() });
    await heading(page, 'Придумайте свой пароль');
    await page.getByRole('button', { name: 'Позже' }).click();
    await heading(page, 'Главная');
    await page.reload();
    await heading(page, 'Главная');
    await page.context().close();
  });

  it('O1 from the printed password to a changed button that somebody taps takes less than two minutes', async () => {
    const started = performance.now();
    const page = await open('/');
    await signIn(page, { login: 'admin', password: printed() });
    await heading(page, 'Придумайте свой пароль');
    await page.getByLabel('Новый пароль').fill('short');
    await page.getByRole('button', { name: 'Сменить пароль' }).click();
    await page.getByText('Нужно не меньше 8 знаков.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'new-password');
    await page.getByLabel('Новый пароль').fill(chosen);
    await page.getByRole('button', { name: 'Сменить пароль' }).click();

    await heading(page, 'Главная');
    await page.getByRole('heading', { name: 'Minuta', exact: true }).waitFor();
    await page.getByText('Работает', { exact: true }).waitFor();
    const guide = page.getByRole('region', { name: 'Первое изменение за две минуты' });
    await guide.getByLabel('Новая надпись').fill('Поехали');
    await guide.getByRole('button', { name: 'Переименовать' }).click();
    await guide.getByText('Переименуйте кнопку: сделано').waitFor();
    await page.getByText('Есть изменения, которых люди ещё не видят.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'guide-publish');
    await guide.getByRole('button', { name: 'Опубликовать' }).click();
    await guide.getByText('Опубликуйте: сделано').waitFor();
    await guide.getByText('нажмите «Поехали»').waitFor();

    const chat = page.frameLocator('iframe');
    await chat.getByRole('button', { name: 'Начать', exact: true }).click();
    // The list of people says it too, sooner or later than the chat.
    await chat.getByRole('article').getByText('Выберите, что начинаем.').waitFor();
    expect(await guide.getByText('Нажмите её в чате: сделано').count()).toBe(0);
    await chat.getByRole('button', { name: 'Поехали', exact: true }).click();
    await guide.getByText('Нажмите её в чате: сделано').waitFor();
    await guide.getByText('Готово: бот изменился').waitFor();
    expect(performance.now() - started).toBeLessThan(120_000);
    await keepPicture(page, 'guide-done');

    // The end is a beginning: a bot of one's own.
    await guide.getByRole('link', { name: 'Сделать своего бота с нуля' }).click();
    await page.getByRole('dialog').getByText('Начать с пустого черновика?').waitFor();

    // Who comes back is not guided again.
    await page.goto('/');
    await page.getByRole('link', { name: 'Версия 2', exact: true }).waitFor();
    expect(await guide.count()).toBe(0);
    await page.context().close();
  });

  it('O1 a token is pasted, its name is shown, and the bot answers in Telegram', async () => {
    const page = await open('/settings', phone);
    await signIn(page, { login: 'admin', password: chosen });
    await page.getByText('Работает опрос: симулятор рядом').waitFor();
    await page.getByLabel('Токен бота').fill('no token');
    await page.getByRole('button', { name: 'Подключить', exact: true }).click();
    await page.getByRole('alert').getByText('Токен выглядит так').waitFor();
    await page.getByLabel('Токен бота').fill('1234567:nobody-has-this-one');
    await page.getByRole('button', { name: 'Подключить', exact: true }).click();
    await page.getByRole('alert').getByText('Telegram не знает такого токена').waitFor();

    // Another program has this bot; it is taken over only when that is meant.
    const other = createTelegram({ token: telegram.token, apiRoot: telegram.apiRoot });
    await other.setWebhook({ url: 'https://other.example.org/secret-path' });
    await other.close();
    await page.getByLabel('Токен бота').fill(telegram.token);
    await page.getByRole('button', { name: 'Подключить', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Бот уже занят' });
    await dialog.getByText('other.example.org').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Забрать бота сюда' }).click();
    await page.getByRole('link', { name: '@minuta_test_bot' }).waitFor();
    await page.getByText('Работает опрос, потому что адрес сервера не задан.').waitFor();
    await keepPicture(page, 'connected');
    const person = telegram.addUser();
    telegram.say(person, '/menu');
    await telegram.waitForMessage(person, 'Меню под полем ввода.', { timeoutMs: patience });
    expect(
      telegram
        .chat(person)
        .keyboard?.keyboard.flat()
        .map(({ text }) => text),
    ).toContain('Поехали');

    await page.goto('/');
    const link = page.getByRole('link', { name: 'Открыть чат в Telegram' });
    expect(await link.getAttribute('href')).toBe('https://t.me/minuta_test_bot');
    await keepPicture(page, 'home-connected');

    await page.goto('/settings');
    await page.getByRole('button', { name: 'Отключить бота' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    await page.getByText('Вместо Telegram — симулятор в браузере').waitFor();
    await page.goto('/');
    await page.frameLocator('iframe').getByText('Это симулятор').waitFor();
    await page.context().close();
  });
});
