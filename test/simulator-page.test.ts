import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEchoBot } from '../src/simulator/echo-bot-testing.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { addressOf, describeWith } from './support/servers.ts';
import { freePort } from './support/trial.ts';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

let profile: string;
let context: BrowserContext;
let telegram: TestSimulator;
let stopBot: () => Promise<void>;
let page: Page;
let problems: string[];

/** Opens the chat of a new person. */
async function openChat(): Promise<number> {
  const user = telegram.addUser({ first_name: 'Anna' });
  await page.goto(`${telegram.origin}/simulator#${user}`);
  await page.getByRole('button', { name: 'Start' }).click();
  await message('Hello, Anna.').waitFor();
  return user;
}

const message = (text: string) => page.locator('.message', { hasText: text });
const key = (name: string) => page.getByRole('button', { name, exact: true });
/** Seconds later it is gone, so it has to be waited for before what makes the bot say it. */
const toldThat = (text: string) => page.getByRole('status').getByText(text).waitFor();

describeWith(['Chromium'], 'the simulator’s page', () => {
  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'chromium-'));
    context = await chromium.launchPersistentContext(profile, {
      executablePath: addressOf('Chromium') ?? '',
      // Without a locale Chromium will not write a file's name in Cyrillic.
      env: { ...process.env, LANG: 'C.UTF-8' },
      args: ['--no-sandbox'],
      viewport: DESKTOP,
      locale: 'en-US',
    });
  });
  afterAll(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  });

  beforeEach(async () => {
    // One of them comes back on the same port.
    telegram = await startSimulator({ port: await freePort() });
    stopBot = await startEchoBot(telegram);
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
  });
  afterEach(async () => {
    await page.close();
    await stopBot();
    await telegram.close();
  });

  test('a person starts, taps the bot’s keyboard, presses, and sees the card change in place', async () => {
    await openChat();
    await key('Timer').click();
    const card = message('Reading · since 14:05');
    const place = await card.getAttribute('data-message-id');
    await Promise.all([toldThat('Paused'), card.getByRole('button', { name: 'Pause' }).click()]);
    await message('Reading · paused').waitFor();
    expect(await message('Reading · paused').getAttribute('data-message-id')).toBe(place);
    expect(await message('Reading · paused').innerText()).toContain('edited');
    await key('Finish').click();
    await page.getByRole('dialog').getByText('Finished after 32 min').waitFor();
    await key('OK').click();
    await message('Finished after 32 min.').waitFor();
    expect(await page.locator('.inline-button').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('a button shows progress until its press is answered, and keeps the focus through an edit', async () => {
    await openChat();
    await key('Timer').click();
    const pause = key('Pause');
    await pause.focus();
    telegram.core.queue.hold();
    await page.keyboard.press('Enter');
    await expect.poll(() => pause.getAttribute('aria-busy')).toBe('true');
    const told = toldThat('Paused');
    telegram.core.queue.release();
    await Promise.all([told, message('Reading · paused').waitFor()]);
    expect(await pause.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
    await expect.poll(() => pause.getAttribute('aria-busy')).toBe('false');
  });

  test('what a bot or a person writes is shown and never run', async () => {
    const user = await openChat();
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script> javascript:alert(1)';
    telegram.say(user, evil);
    await expect.poll(() => message('<img src=x').count()).toBe(2);
    await key('Formats').click();
    const formats = message('bold both');
    await formats.waitFor();
    expect(await formats.locator('strong em').innerText()).toBe('both');
    expect(await formats.locator('blockquote').innerText()).toBe('A quote with weight');
    const link = formats.getByRole('link', { name: 'a link' });
    expect(await link.getAttribute('href')).toBe('https://example.com/page');
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await page.locator('.message script, .message img, a[href^="javascript"]').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('a photo is a picture, a document is downloaded under its name', async () => {
    await openChat();
    await key('Photo').click();
    const image = page.getByRole('img', { name: 'Photo' });
    await expect.poll(() => image.evaluate((node) => Reflect.get(node, 'naturalWidth') as unknown)).toBe(2);
    await key('File').click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /отчёт/ }).click();
    expect((await download).suggestedFilename()).toBe('отчёт за ноябрь.csv');
  });

  test('the command menu and the input work by keyboard alone', async () => {
    await openChat();
    await page.getByRole('button', { name: 'Bot commands' }).press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await message('A quote with').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    await expect.poll(() => message('first').count()).toBe(2);
    expect(await message('first').last().locator('.text').textContent()).toBe('first\nsecond');
  });

  test('two people side by side see each their own chat', async () => {
    await openChat();
    const other = page.getByRole('listitem').filter({ hasText: 'Tom Baker' });
    await other.hover();
    await other.getByRole('button', { name: /Open beside/ }).click();
    const panes = page.locator('.pane');
    await expect.poll(() => panes.count()).toBe(2);
    await panes.last().getByRole('button', { name: 'Start' }).click();
    await panes.last().getByText('Hello, Tom.').waitFor();
    expect(await panes.first().getByText('Hello, Tom.').count()).toBe(0);
  });

  test('on a phone the chat fills the screen and the people are one step back', async () => {
    await page.setViewportSize(PHONE);
    await openChat();
    expect(await page.locator('.pane').boundingBox()).toMatchObject({ x: 0, width: PHONE.width });
    await page.getByRole('button', { name: 'Back to the users' }).click();
    await page
      .getByRole('button', { name: /Tom Baker/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    const width = await page.locator('html').evaluate((html) => html.scrollWidth);
    expect(width).toBe(PHONE.width);
  });

  test('a page that was open sees what happened while the server was away', async () => {
    const user = await openChat();
    const port = Number(new URL(telegram.origin).port);
    await stopBot();
    await telegram.close();
    await page.getByText('No connection to the server').waitFor();
    telegram = await startSimulator({ port });
    stopBot = await startEchoBot(telegram);
    telegram.addUser({ id: user, first_name: 'Anna' });
    telegram.say(user, 'while you were away');
    await message('while you were away').first().waitFor();
    await page.getByText('This is a simulator').waitFor();
    expect(await message('Hello, Anna.').count()).toBe(0);
  });
});
