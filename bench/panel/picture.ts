/** What the picture of a large bot costs a browser: until it is there, and while it is moved. */
import type { BrowserContext, Page } from 'playwright-core';
import { bigBot } from '../../web/panel/views/graph/big-bot.ts';
import { arrange } from '../../web/panel/views/graph/layout/arrange.ts';
import { treeOf } from '../../web/panel/views/graph/layout/tree-of.ts';
import { median } from '../updates/report.ts';

/** Puts a large bot into the draft. */
export async function importBigBot(context: BrowserContext, csrfToken: string, handlers: number): Promise<void> {
  const imported = await context.request.post('/api/v1/config/import', {
    headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/yaml' },
    // Every JSON is YAML.
    data: JSON.stringify(bigBot(handlers)),
  });
  if (!imported.ok()) throw new Error(`the large bot is refused: ${await imported.text()}`);
}

/** @returns milliseconds from the address of the picture to its first screen, the middle of so many openings */
export async function drawPicture(context: BrowserContext, times: number): Promise<number> {
  const drawn: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const page = await context.newPage();
    await page.goto('/graph', { waitUntil: 'commit' });
    await page.locator('.react-flow__node').first().waitFor();
    drawn.push(await page.evaluate<number>('performance.now()'));
    await page.close();
  }
  return median(drawn);
}

/** What moving the picture cost. */
export interface Motion {
  /** Milliseconds between frames. */
  readonly middle: number;
  readonly p95: number;
  /** Percent of the frames that took over 50 ms. */
  readonly late: number;
  /** Milliseconds of the longest task. */
  readonly longest: number;
}

const watchFrames = `(() => {
  window.frames_ = []; window.longest_ = 0; window.isWatched = true;
  const watcher = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest_ = Math.max(window.longest_, duration);
  });
  watcher.observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    if (!window.isWatched) return watcher.disconnect();
    window.frames_.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

async function watch(page: Page, act: () => Promise<void>): Promise<Motion> {
  await page.evaluate(watchFrames);
  await act();
  await page.waitForTimeout(300);
  const { frames, longest } = await page.evaluate<{ frames: number[]; longest: number }>(
    '(() => { window.isWatched = false; return { frames: window.frames_.slice(1), longest: window.longest_ }; })()',
  );
  const sorted = frames.toSorted((one, other) => one - other);
  return {
    middle: median(frames),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    late: (100 * frames.filter((frame) => frame > late).length) / frames.length,
    longest,
  };
}

/** Milliseconds after which a frame is seen to be late. */
export const late = 50;

/** The picture moved, zoomed, searched and pointed at, from where it opens and from where all of it is seen. */
export async function movePicture(context: BrowserContext): Promise<[string, Motion][]> {
  const page = await context.newPage();
  await page.goto('/graph');
  await page.locator('.react-flow__node').first().waitFor();
  await page.waitForTimeout(1_000);
  const map = page.getByRole('application');
  const box = await map.boundingBox();
  if (box === null) throw new Error('the picture is not there');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = async (x: number, y: number) => {
    await page.mouse.move(middle.x - x / 2, middle.y - y / 2);
    await page.mouse.down();
    await page.mouse.move(middle.x + x / 2, middle.y + y / 2, { steps: 40 });
    await page.mouse.up();
  };
  const motions: [string, Motion][] = [];
  for (const from of ['near', 'far']) {
    if (from === 'far') {
      await map.focus();
      await page.keyboard.press('0');
    }
    const pan = await watch(page, async () => {
      await drag(500, 200);
      await drag(-500, -200);
    });
    const zoom = await watch(page, async () => {
      await page.mouse.move(middle.x, middle.y);
      for (let turn = 0; turn < 24; turn += 1) {
        await page.mouse.wheel(0, turn % 12 < 6 ? -120 : 120);
        await page.waitForTimeout(16);
      }
    });
    const hover = await watch(page, async () => {
      await page.mouse.move(box.x + 20, box.y + 20);
      await page.mouse.move(box.x + box.width - 20, middle.y, { steps: 60 });
    });
    motions.push([`pan, ${from}`, pan], [`zoom, ${from}`, zoom], [`hover, ${from}`, hover]);
  }
  const search = page.getByRole('combobox', { name: 'Find a screen or a command' });
  const found = await watch(page, async () => {
    await search.fill('screen.321');
    await page.getByRole('option').first().click();
    await page.getByRole('region', { name: 'screen.321' }).waitFor();
  });
  await page.close();
  return [...motions, ['search', found]];
}

/** @returns milliseconds that finding places for a large bot takes, outside of a browser */
export function arrangeBigBot(handlers: number): number {
  const nodes = ['h', 's'].flatMap((kind) =>
    Array.from({ length: handlers }, (_, index) => ({
      key: `${kind}${index}`,
      isStart: kind === 'h',
      isOpened: false,
    })),
  );
  const edges = Array.from({ length: handlers }, (_, index) => [
    { from: `h${index}`, to: `s${index}` },
    { from: `s${index}`, to: 's0' },
    ...[1, 2, 3].map((step) => ({ from: `s${index}`, to: `s${(index * 3 + step) % handlers}` })),
  ]).flat();
  const before = performance.now();
  arrange(treeOf({ nodes, edges }));
  return performance.now() - before;
}
