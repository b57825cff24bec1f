import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../../src/config.ts';
import { start, type Running } from '../../src/roles/start.ts';
import { builtPanel } from './built-panel.ts';
import { createDataFolder } from './data-folder.ts';
import { addressOf, describeWith } from './servers.ts';

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

export interface Looks {
  readonly size?: { readonly width: number; readonly height: number };
  readonly language?: 'ru' | 'en';
  readonly scheme?: 'light' | 'dark';
  /** A phone's own browser, which zooms out for what is wider than the screen. */
  readonly isMobile?: boolean;
}

/** The panel over a whole Minuta in this very process: embedded database, simulator, bot, worker, admin service. */
export interface Panel {
  readonly running: Running;
  /** Signed in as the owner, at this address of the panel; the session is this page's own. */
  open(path: string, looks?: Looks): Promise<Page>;
  /** Nobody is signed in. */
  openSignedOut(path: string, looks?: Looks): Promise<Page>;
  /** A call of the API as the owner. @param path behind `/api/v1`. @throws Error where it is refused. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Somebody new in the simulator, who has said nothing yet. */
  person(name: string, language?: string): Promise<SimulatedPerson>;
}

export interface SimulatedPerson {
  /** In Telegram. */
  readonly id: number;
  say(text: string): Promise<void>;
}

export const ownerPassword = 'correct horse battery staple';

/** Patience of one step in a browser, on a busy machine, in milliseconds. */
export const patience = 60_000;

/**
 * A suite in the browser. One Minuta and one browser for all of it; the pages that a test opens are closed at its end.
 * What a page logs as an error fails the suite.
 */
export function describePanel(
  title: string,
  body: (panel: () => Panel) => void,
  environment: Readonly<Record<string, string>> = {},
): void {
  describeWith(['Chromium'], title, () => {
    let panel: Panel;
    let closePages: (() => Promise<void>) | undefined;
    let close: (() => Promise<void>) | undefined;
    const problems: string[] = [];
    beforeAll(async () => {
      ({ panel, closePages, close } = await startPanel(environment, problems));
    });
    afterEach(() => closePages?.());
    afterAll(async () => {
      await close?.();
      expect(problems, 'what pages logged as errors').toEqual([]);
    });
    body(() => panel);
  });
}

const madePerson = z.looseObject({ id: z.int() });

async function startPanel(
  environment: Readonly<Record<string, string>>,
  problems: string[],
): Promise<{ panel: Panel; closePages: () => Promise<void>; close: () => Promise<void> }> {
  const folder = await builtPanel();
  const dataDir = await createDataFolder('panel');
  const settings = readSettings({
    PORT: '0',
    LOG_LEVEL: 'fatal',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: ownerPassword,
    ...environment,
  });
  const running = await start(['simulator', 'bot', 'admin', 'worker'], settings, {
    panel: folder,
    say: () => undefined,
  });
  const browser = await chromium.launch({
    executablePath: addressOf('Chromium') ?? '',
    timeout: 2 * patience,
    args: ['--no-sandbox'],
    env: { ...process.env, LANG: 'C.UTF-8' },
  });
  const contexts: BrowserContext[] = [];
  const openContext = async (looks: Looks = {}): Promise<BrowserContext> => {
    const context = await newContext(browser, running.address, looks);
    context.on('weberror', (error) => problems.push(error.error().message));
    context.on('console', (line) => {
      // Chromium tells of every refused request; what a refusal does to a view is what tests are about.
      if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) problems.push(line.text());
    });
    contexts.push(context);
    return context;
  };
  const api = await signIn(await newContext(browser, running.address, {}));
  const panel: Panel = {
    running,
    async open(path, looks) {
      const context = await openContext(looks);
      await signIn(context);
      return visit(context, path);
    },
    openSignedOut: async (path, looks) => visit(await openContext(looks), path),
    async call(method, path, data) {
      const response = await api.context.request.fetch(`/api/v1${path}`, {
        method,
        headers: { 'x-csrf-token': api.csrfToken },
        ...(data === undefined ? {} : { data }),
      });
      if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
    async person(name, language = 'en') {
      const { id } = madePerson.parse(await simulate('/people', { first_name: name, language_code: language }));
      return { id, say: async (text) => void (await simulate(`/chats/${id}/say`, { text })) };
    },
  };
  const simulate = async (path: string, data: unknown): Promise<unknown> => {
    const response = await api.context.request.post(`/simulator/control${path}`, { data });
    if (!response.ok()) throw new Error(`the simulator: ${path}: ${response.status()} ${await response.text()}`);
    return response.json();
  };
  // Whatever is open goes on asking and drawing, at the cost of the tests that follow.
  const closePages = async () => void (await Promise.all(contexts.splice(0).map((context) => context.close())));
  const close = async () => {
    await browser.close();
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { panel, closePages, close };
}

async function newContext(browser: Browser, address: string, looks: Looks): Promise<BrowserContext> {
  const { size = desktop, language = 'en', scheme = 'light', isMobile = false } = looks;
  const context = await browser.newContext({
    baseURL: address,
    viewport: size,
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    colorScheme: scheme,
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
    hasTouch: size.width < 600,
    isMobile,
  });
  context.setDefaultTimeout(patience);
  return context;
}

async function signIn(context: BrowserContext): Promise<{ context: BrowserContext; csrfToken: string }> {
  const answer = await context.request.post('/api/v1/auth/login', {
    data: { login: 'admin', password: ownerPassword },
  });
  const { csrf_token: csrfToken }: { csrf_token: string } = await answer.json();
  return { context, csrfToken };
}

async function visit(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Looks at a page, and milliseconds between them, before what axe finds counts: not what is just fading in. */
const looks = 20;
const betweenLooks = 500;

/** @returns what axe holds for serious or critical on the page and stays so, each with the elements it means */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  let found = await lookAt(page);
  for (let look = 1; look < looks && found.length > 0; look += 1) {
    await page.waitForTimeout(betweenLooks);
    found = await lookAt(page);
  }
  return found;
}

async function lookAt(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const found: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[] = await page.evaluate(
    '(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations)()',
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Keeps a picture of the page for human eyes, where PICTURES names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
