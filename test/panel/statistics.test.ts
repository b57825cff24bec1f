import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describePanel, keepPicture, phone, seriousProblems, type Panel } from '../support/panel.ts';

/** Somebody starts the bot by a link and opens its menus. */
async function use(panel: Panel, name: string, link: string): Promise<void> {
  const person = await panel.person(name);
  for (const text of [link, 'Statistics', 'Settings', 'what is this?']) await person.say(text);
}

/** What the view asks for before anybody scrolls, on a desktop. */
const firstScreen = ['activity', 'errors?limit=0', 'time-tracked', 'users'];

/** Which figures a page asks for, in order of their names, each once; but for «now», which is asked for over and over. */
async function listenTo(page: Page) {
  const paths = new Set<string>();
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    const [, name] = pathname.split('/statistics/');
    if (name !== undefined && name !== 'now') paths.add(searchParams.get('limit') === '0' ? `${name}?limit=0` : name);
  });
  await page.reload();
  return Object.assign(() => [...paths].toSorted(), { forget: () => paths.clear() });
}

/** Waits until the page as well has been told that nobody sees a region. */
async function isOutOfSight(page: Page, name: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
      if (isIntersecting) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(document.querySelector('section[aria-label="${name}"]'));
  })`);
}

describePanel('statistics, in the panel', (panel) => {
  it('S2 says how figures come to be while nobody has used the bot', async () => {
    const page = await panel().open('/statistics');
    await page.getByText('Nothing to show yet').waitFor();
    await page.getByRole('region', { name: 'Right now' }).or(page.getByText('Right now:')).first().waitFor();
  });

  it('S2 shows who came, what they did, from where, and what went wrong', async () => {
    await use(panel(), 'Anna', '/start spring');
    await use(panel(), 'Boris', '/start');
    const counted = async (what: string) => JSON.stringify(await panel().call('GET', `/statistics/${what}`));
    await expect.poll(() => counted('users')).toMatch(/"total":\{"active":2,"new":2/);
    await expect.poll(() => counted('activity')).toContain('"total":8');
    const page = await panel().open('/statistics');
    const activity = page.getByRole('region', { name: 'Interactions' });
    await activity.getByRole('img', { name: 'Interactions. Total: 8' }).waitFor();
    await activity.getByText('By kind').click();
    await activity.getByRole('button', { name: 'Table: Interactions' }).click();
    await activity.getByRole('columnheader', { name: 'Start (/start)' }).waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('event');

    await page.getByRole('region', { name: 'Time tracked' }).getByText('There was nothing in this time.').waitFor();
    const sources = page.getByRole('region', { name: 'Where people come from' });
    await sources.scrollIntoViewIfNeeded();
    await sources.getByRole('row', { name: /^spring/ }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await keepPicture(page, 'statistics-used');
  });

  it('S2 a funnel is put together from what answered people, and its address shows it again', async () => {
    const page = await panel().open('/statistics');
    const funnel = page.getByRole('region', { name: 'Funnel' });
    await funnel.scrollIntoViewIfNeeded();
    await funnel.getByText(/Choose at least two steps/).waitFor();
    for (const place of [0, 1]) {
      await funnel.getByRole('combobox', { name: 'Add a step' }).click();
      await page.getByRole('option').nth(0).click();
      await funnel.getByText(`Step ${place + 1}:`).waitFor();
    }
    await funnel.getByRole('row').nth(1).waitFor();
    await expect.poll(() => funnel.getByRole('row').first().innerText()).toContain('100%');
    await page.reload();
    await funnel.scrollIntoViewIfNeeded();
    await funnel.getByRole('row').nth(1).waitFor();
  });

  it('S2 another range and zone are asked for, kept in the address, and downloaded as CSV', async () => {
    const page = await panel().open('/statistics', { size: phone });
    await page.getByRole('button', { name: '7 days' }).click();
    await page.getByRole('button', { name: '7 days', pressed: true }).waitFor();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('zone')).toBe('Asia/Tokyo');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV: People', exact: true }).click(),
    ]);
    const [columns, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(columns).toContain('active');
    expect(rows).toHaveLength(7);
    await keepPicture(page, 'statistics-phone');
  });

  it('S2 what can be chosen stays where it is when it is known what happens now', async () => {
    const page = await panel().open('/people');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/statistics/now*', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto('/statistics');
    await page.getByRole('img', { name: /^Interactions/ }).waitFor();
    const place = () => page.getByRole('button', { name: '7 days' }).boundingBox();
    const before = await place();
    release();
    await page.getByText('Right now:').waitFor();
    expect(await place()).toEqual(before);
  });

  it('S2 asks for what is on the screen, for the rest as it comes into sight, and again only for what is in sight', async () => {
    const page = await panel().open('/statistics?zone=UTC');
    const asked = await listenTo(page);
    await page.getByRole('img', { name: /^Interactions/ }).waitFor();
    await page.getByText('Right now:').waitFor();
    await expect.poll(asked).toEqual(firstScreen);
    // Nothing more is on its way.
    await page.waitForLoadState('networkidle');
    expect(asked()).toEqual(firstScreen);

    const sources = page.getByRole('region', { name: 'Where people come from' });
    const height = (await sources.boundingBox())?.height ?? 0;
    expect(height).toBeGreaterThan(280);
    await sources.scrollIntoViewIfNeeded();
    await sources.getByRole('row', { name: /^spring/ }).waitFor();
    expect(asked()).toContain('sources');

    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    await isOutOfSight(page, 'Where people come from');
    asked.forget();
    await page.getByRole('button', { name: '7 days' }).click();
    await expect.poll(asked).toEqual(firstScreen);
    await sources.getByRole('status', { name: 'Loading' }).waitFor();
    expect(await sources.getByRole('row', { name: /^spring/ }).count()).toBe(0);
  });

  it('S2 the keyboard brings a picture into sight', async () => {
    const page = await panel().open('/statistics?zone=UTC');
    await page.getByRole('img', { name: /^Interactions/ }).waitFor();
    await page.getByRole('button', { name: 'Table: Where people come from' }).focus();
    await page.getByRole('row', { name: /^spring/ }).waitFor();
  });

  it('S2 the keys that print wait for all pictures', async () => {
    const page = await panel().open('/statistics?zone=UTC');
    const asked = await listenTo(page);
    await page.getByRole('img', { name: /^Interactions/ }).waitFor();
    await page.evaluate(
      'window.print = () => { document.title = String(document.querySelectorAll("[role=status]").length); }',
    );
    await page.keyboard.press('ControlOrMeta+p');
    await expect.poll(() => page.title()).toBe('0');
    for (const path of ['hours', 'cohorts', 'sources', 'errors']) expect(asked()).toContain(path);
  });
});
