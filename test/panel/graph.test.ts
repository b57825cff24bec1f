import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { bigBot } from '../../web/panel/views/graph/big-bot.ts';
import { describePanel, keepPicture, phone, seriousProblems } from '../support/panel.ts';

const differences = z.object({ changes: z.array(z.looseObject({ kind: z.string(), id: z.string() })) });
const withId = z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) });
const withEdges = z.object({ edges: z.array(z.object({ from: z.string(), to: z.string() })) });

const isDrawn = (page: Page) => page.locator('.react-flow__node').first().waitFor();
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function choose(page: Page, words: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a screen or a command' }).fill(words);
  await page.getByRole('option', { name: option }).first().click();
}

describePanel('the picture of the bot', (panel) => {
  beforeEach(async () => void (await panel().call('POST', '/config/draft/discard', {})));

  const changes = async () => differences.parse(await panel().call('GET', '/config/draft/diff')).changes;
  it('C11 shows the bot that ships, finds a screen and shows it from near', async () => {
    const page = await panel().open('/graph');
    await isDrawn(page);
    await keepPicture(page, 'graph');
    // However long a message begins, what is found is one line.
    await page.getByRole('combobox', { name: 'Find a screen or a command' }).fill('.');
    await page.getByRole('option').first().waitFor();
    const heights = await page
      .getByRole('option')
      .evaluateAll((lines) => lines.map((line) => Math.round(line.getBoundingClientRect().height)));
    expect(new Set(heights).size).toBe(1);
    await choose(page, 'help', 'help · Here is what I can do');
    await card(page, 'help').getByText('Here is what I can do:').waitFor();
    await card(page, 'help').getByText('Reached from').waitFor();
    await keepPicture(page, 'graph-card');
    expect(await seriousProblems(page)).toEqual([]);
    // A reload shows the same.
    await page.reload();
    await card(page, 'help').waitFor();
    await card(page, 'help').getByRole('button', { name: 'Show only from here' }).click();
    await page.getByText('Only what can be reached from “help”').waitFor();
    await card(page, 'help').getByRole('link', { name: 'Edit' }).click();
    await expect.poll(() => page.url()).toContain('/editor?entry=callback');
    await page.context().close();
  });

  it('C11 makes a button of an arrow, and takes it back', async () => {
    const body = { message: 'A screen', action: 'edit' };
    await panel().call('POST', '/callbacks', { ...body, callback_data: 'one' });
    await panel().call('POST', '/callbacks', { ...body, callback_data: 'two' });
    await panel().call('POST', '/handlers', { pattern: '/one', action: ['goto one', 'goto two'] });
    const before = (await changes()).length;
    const page = await panel().open('/graph');
    await choose(page, '/one', '/one');
    await card(page, '/one').getByRole('button', { name: 'Show only from here' }).click();
    await page.getByText('Only what can be reached from “/one”').waitFor();
    await card(page, '/one').getByRole('button', { name: 'Close the card' }).click();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    const box = (name: string) => page.locator('.react-flow__node', { has: page.getByText(name, { exact: true }) });
    await box('one').locator('.source').dragTo(box('two').locator('.target'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('On the screen “one”, leading to “two”.').waitFor();
    await dialog.getByLabel('Label of the button').fill('Onwards');
    await keepPicture(page, 'graph-new-button');
    await dialog.getByRole('button', { name: 'Add the button' }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The button “Onwards” is in the draft.' });
    // What somebody points at does not go away.
    await notice.hover();
    await page.getByRole('cell', { name: 'button “Onwards”' }).waitFor();
    expect((await changes()).length).toBe(before + 1);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('cell', { name: 'button “Onwards”' }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await changes()).length).toBe(before);
    await page.context().close();
  });

  it('C11 takes a button away after asking, and says where it goes as well', async () => {
    const page = await panel().open('/graph');
    await choose(page, 'settings', /^settings ·/);
    const region = card(page, 'settings');
    await region
      .getByRole('button', { name: /^Remove the button/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText(/is out of the draft/).waitFor();
    await expect.poll(async () => (await changes()).length).toBe(1);
    await page.keyboard.press('Escape');
    await page.locator('body').press('Control+z');
    await expect.poll(async () => (await changes()).length).toBe(0);
    await page.context().close();
  });

  it('C11 says the same as a list, with the keyboard alone and on a phone', async () => {
    const page = await panel().open('/graph', { size: phone, language: 'ru', scheme: 'dark' });
    await page.getByRole('region', { name: 'Пути' }).getByRole('cell', { name: 'welcome' }).first().waitFor();
    expect(await page.locator('.react-flow').count()).toBe(0);
    await keepPicture(page, 'graph-list-phone');
    // What says nothing is known by what it does.
    await page.getByRole('tab', { name: 'Экраны' }).click();
    await page.getByRole('cell', { name: 'Запустить таймер tracker.start' }).waitFor();
    await page.getByText('Карта', { exact: true }).click();
    await isDrawn(page);
    await keepPicture(page, 'graph-map-phone');
    expect(await seriousProblems(page)).toEqual([]);
    await page.context().close();
  });

  it('C11 shows how often each way was taken, and each screen was shown', async () => {
    const page = await panel().open('/graph?figures=on&range=7d');
    await page.getByText('Nobody used the bot on these days.').waitFor();
    const anna = await panel().person('Anna');
    for (const words of ['/start', 'Statistics', 'Settings']) await anna.say(words);
    const ways = async () => JSON.stringify(await panel().call('GET', '/statistics/ways'));
    await expect.poll(ways).toContain('"to":"settings"');
    await page.reload();
    // What was pressed stood on the screen that the command went on to.
    await page.getByRole('row', { name: 'welcome button “Statistics” stats 1' }).waitFor();
    await choose(page, 'settings', /^settings ·/);
    await card(page, 'settings').getByText('Answered 1 time.').waitFor();
    await keepPicture(page, 'graph-figures');
    await page.context().close();
  });

  it('C11 an arrow of a picture too small to read is clicked like any other', async () => {
    const screen = { message: 'A screen', action: 'edit' };
    await panel().call('POST', '/callbacks', { ...screen, callback_data: 'one' });
    const keyboard = withId.parse(
      await panel().call('POST', '/keyboards', { layout: [[{ label: 'Onwards', data: 'one' }]] }),
    );
    const { id } = withId.parse(
      await panel().call('POST', '/handlers', { pattern: '/one', ...screen, keyboard_id: keyboard.id }),
    );
    const page = await panel().open(`/graph?only=handler/${id}`);
    await isDrawn(page);
    const [from, to] = await Promise.all(
      ['/one', 'one'].map((name) =>
        page.locator('.react-flow__node', { has: page.getByText(name, { exact: true }) }).boundingBox(),
      ),
    );
    expect(from && to).not.toBeNull();
    const placing = () => page.locator('.react-flow__viewport').getAttribute('style');
    while ((await page.locator('.react-flow__node').count()) > 0) {
      const before = await placing();
      await page.getByRole('button', { name: 'Zoom out' }).click();
      await expect.poll(placing).not.toBe(before);
    }
    const painting = page.locator('.react-flow canvas');
    await painting.waitFor();
    // It grows smaller towards the middle, where the arrow between two boxes stays.
    const room = await painting.boundingBox();
    if (room) await page.mouse.click(room.x + room.width / 2, room.y + room.height / 2);
    await page.getByRole('dialog').getByText('Onwards').first().waitFor();
    await page.context().close();
  });

  it('C11 stays fluent with 500 handlers', async () => {
    await panel().call('PUT', '/config/draft', bigBot(500));
    const { edges } = withEdges.parse(await panel().call('GET', '/config/graph'));
    expect(edges.length).toBeGreaterThan(1_500);
    const page = await panel().open('/graph');
    await isDrawn(page);
    await page.getByText('1,000 items').waitFor();
    await keepPicture(page, 'graph-500');
    await choose(page, 'screen.321', 'screen.321');
    await card(page, 'screen.321').waitFor();
    await keepPicture(page, 'graph-500-near');
    await page.context().close();
  });
});
