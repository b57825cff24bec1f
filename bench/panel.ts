/**
 * How soon the panel is there, in a browser that has nothing of it yet: `node bench/panel.ts`.
 *
 * Options: --times 5 (openings of each view), --handlers 500 (of the bot whose picture is drawn). The embedded database,
 * the simulator and everything else run in one process, as `npm start` has them. Missed targets are printed, as a busy
 * machine misses them too.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { addressOf } from '../test/support/servers.ts';
import { views } from '../test/support/views.ts';
import { arrangeBigBot, drawPicture, importBigBot, late, movePicture } from './panel/picture.ts';
import { freePort, memory, startProcess } from './updates/contestants.ts';
import { median } from './updates/report.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '5' }, handlers: { type: 'string', default: '500' } },
});
const times = Number(values.times);

const login = 'admin';
const password = 'correct horse battery staple';

/** What an opening of a view cost. */
interface Opening {
  /** Milliseconds from the address to the view's own heading, and until nothing was computed any more. */
  readonly seen: number;
  readonly interactive: number;
  /** KB of script that came over the wire, compressed as it came. */
  readonly script: number;
}

/** Milliseconds without a long task after which a page counts as at rest. */
const rest = 500;

/** Told by the page itself: when the last task ended that kept it from answering for over 50 ms. */
const watchLongTasks = `window.lastLongTask = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.lastLongTask = task.startTime + task.duration;
  }).observe({ type: 'longtask', buffered: true });`;

async function open(context: BrowserContext, path: string): Promise<Opening> {
  const page = await context.newPage();
  let bytes = 0;
  const network = await context.newCDPSession(page);
  const scripts = new Set<string>();
  network.on('Network.responseReceived', ({ type, requestId }) => type === 'Script' && scripts.add(requestId));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await network.send('Network.enable');
  await page.addInitScript(watchLongTasks);
  await page.goto(path, { waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const seen = await page.evaluate<number>('performance.now()');
  const interactive = await page.evaluate<number>(`new Promise((resolve) => {
    const look = () => performance.now() - Math.max(${seen}, window.lastLongTask) > ${rest}
      ? resolve(Math.max(${seen}, window.lastLongTask)) : setTimeout(look, 50);
    look();
  })`);
  await page.close();
  return { seen, interactive, script: bytes / 1_024 };
}

/** Each opening in a browser that has never been here. */
async function openAfresh(browser: Browser, address: string, path: string, isSignedIn: boolean): Promise<Opening> {
  const context = await browser.newContext({ baseURL: address });
  if (isSignedIn) await context.request.post('/api/v1/auth/login', { data: { login, password } });
  const opening = await open(context, path);
  await context.close();
  return opening;
}

async function measure(take: () => Promise<Opening>): Promise<Opening> {
  const openings: Opening[] = [];
  for (let time = 0; time < times; time += 1) openings.push(await take());
  const middle = (of: (opening: Opening) => number) => median(openings.map(of));
  return {
    seen: middle(({ seen }) => seen),
    interactive: middle(({ interactive }) => interactive),
    script: middle(({ script }) => script),
  };
}

const missed: string[] = [];
function hold(name: string, value: number, most: number): void {
  if (value > most) missed.push(`${name}: ${value.toFixed(0)}, where ${most} is wanted`);
}

execFileSync('node_modules/.bin/vite', ['build', 'web/panel', '--logLevel', 'warn'], { stdio: 'inherit' });
const dataDir = await mkdtemp(join(tmpdir(), 'minuta-panel-'));
const port = await freePort();
const minuta = await startProcess([...memory, 'bin/main.js', 'start'], port, {
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  ADMIN_PASSWORD: password,
});
const browser = await chromium.launch({ executablePath: addressOf('Chromium') ?? '', args: ['--no-sandbox'] });
try {
  const address = `http://127.0.0.1:${port}`;
  // The first opening after a start pays for what the server has not compiled yet.
  await openAfresh(browser, address, '/', true);
  const rows: [string, Opening][] = [['sign-in', await measure(() => openAfresh(browser, address, '/', false))]];
  for (const view of views) rows.push([view, await measure(() => openAfresh(browser, address, view, true))]);
  process.stdout.write('| view | seen, ms | interactive, ms | script, KB |\n| --- | --- | --- | --- |\n');
  for (const [name, { seen, interactive, script }] of rows) {
    process.stdout.write(`| ${name} | ${seen.toFixed(0)} | ${interactive.toFixed(0)} | ${script.toFixed(0)} |\n`);
    hold(`${name}: ms until interactive`, interactive, 1_500);
    if (name === 'sign-in' || name === '/') hold(`${name}: KB of script`, script, 220);
  }
  const handlers = Number(values.handlers);
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
  });
  const signedIn = await context.request.post('/api/v1/auth/login', { data: { login, password } });
  const { csrf_token: csrfToken }: { csrf_token: string } = await signedIn.json();
  await importBigBot(context, csrfToken, handlers);
  const drawn = await drawPicture(context, times);
  process.stdout.write(`\nThe picture of ${handlers} handlers is there after ${drawn.toFixed(0)} ms; `);
  process.stdout.write(`finding its places takes ${arrangeBigBot(handlers).toFixed(0)} ms.\n\n`);
  process.stdout.write('| picture | frame p50, ms | p95, ms | over 50 ms, % | longest task, ms |\n');
  process.stdout.write('| --- | --- | --- | --- | --- |\n');
  for (const [name, motion] of await movePicture(context)) {
    const figures = [motion.middle, motion.p95, motion.late, motion.longest].map((figure) => figure.toFixed(0));
    process.stdout.write(`| ${name} | ${figures.join(' | ')} |\n`);
    hold(`${name}: p95 of frames`, motion.p95, late);
  }
  for (const line of missed) process.stdout.write(`missed: ${line}\n`);
} finally {
  await browser.close();
  await minuta.stop();
  await rm(dataDir, { recursive: true, force: true });
}
