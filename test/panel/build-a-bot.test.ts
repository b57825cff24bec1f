import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describePanel, keepPicture, seriousProblems } from '../support/panel.ts';

/** Of building a bot by hand on a busy machine, in milliseconds. */
const timeout = 300_000;

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9dL5QAAAABJRU5ErkJggg==',
  'base64',
);

const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
const steps = (page: Page) => page.getByRole('group', { name: 'What happens' });
const list = (page: Page) => page.getByRole('navigation', { name: 'The bot’s entries' });

/** Writes over the message of the entry that is open. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

async function openScreen(page: Page, name: string): Promise<void> {
  await list(page).getByRole('searchbox').fill(name);
  await list(page).getByRole('link', { name }).first().click();
  await page
    .getByRole('textbox', { name: 'The screen’s name' })
    .and(page.locator(`[value="${name}"]`))
    .waitFor();
}

/** Chooses where something leads by making a screen of this name. */
async function leadToNew(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('button', { name: label }).last().click();
  await page.getByRole('textbox', { name: 'Find a screen' }).fill(name);
  await page.getByRole('option', { name: `Create the screen “${name}”` }).click();
}

/** What the only step does instead. */
async function doInstead(page: Page, action: string): Promise<void> {
  await steps(page).getByRole('button', { name: 'Replace the action' }).click();
  await page.getByRole('textbox', { name: 'Find an action' }).fill(action);
  await page
    .getByRole('option', { name: new RegExp(`\\b${action}$`) })
    .first()
    .click();
}

/** A button of the keyboard that is open says this and leads to a new screen. */
async function setButton(page: Page, before: string, label: string, screen: string): Promise<void> {
  await page.getByRole('group', { name: 'Buttons' }).getByRole('button', { name: before }).first().click();
  const text = page.getByRole('textbox', { name: 'Label' });
  await text.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(label);
  await leadToNew(page, 'Where it leads', screen);
  await page.getByRole('button', { name: 'Done' }).click();
}

describePanel('a bot from nothing', (panel) => {
  it('C2 is built in the editor, published, and talks', { timeout }, async () => {
    await panel().call('PUT', '/config/draft', { minuta: 1 });
    const page = await panel().open('/editor');

    // A menu with a picture.
    await page.getByRole('button', { name: 'Create /start' }).click();
    await page.getByRole('heading', { level: 2, name: '/start' }).waitFor();
    await write(page, 'Welcome to the club');
    await page.getByRole('button', { name: 'Add a picture' }).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'club.png', mimeType: 'image/png', buffer: pixel });
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor();
    await page.getByRole('button', { name: 'Add buttons' }).click();
    await setButton(page, 'Button', 'Join', 'join');
    await saved(page);
    await keepPicture(page, 'build-menu');
    expect(await seriousProblems(page)).toEqual([]);

    // A form: a name, a day, and a branch on the name.
    await openScreen(page, 'join');
    await write(page, 'What is your name?');
    await doInstead(page, 'ask');
    await page.getByLabel('Keep it as').fill('name');
    await leadToNew(page, 'Who takes it', 'joinday');
    await saved(page);
    await openScreen(page, 'joinday');
    await write(page, 'Which day will you come?');
    await doInstead(page, 'ask');
    await page
      .getByRole('combobox', { name: 'What is expected' })
      .or(page.getByLabel('What is expected'))
      .first()
      .click();
    await page.getByRole('option', { name: 'A day' }).click();
    await page.getByLabel('Keep it as').fill('day');
    await leadToNew(page, 'Who takes it', 'joindone');
    await saved(page);
    await keepPicture(page, 'build-form');
    await openScreen(page, 'joindone');
    await write(page, 'See you!');
    await steps(page).getByRole('button', { name: 'As text' }).click();
    await page
      .getByRole('textbox', { name: 'The action as text' })
      .fill('branch vars.name == "Anna" ? join.anna : join.others');
    await page.getByRole('button', { name: 'Create the screen “join.anna”' }).click();
    await page.getByRole('heading', { level: 2, name: 'A new screen' }).waitFor();
    await write(page, 'Anna, we have waited for you');
    await saved(page);
    await openScreen(page, 'joindone');
    await page.getByRole('button', { name: 'Create the screen “join.others”' }).click();
    await page.getByRole('heading', { level: 2, name: 'A new screen' }).waitFor();
    await write(page, 'You are in');
    await saved(page);

    // A link that friends pass on.
    await list(page).getByRole('searchbox').fill('');
    await list(page).getByRole('button', { name: 'Create: Command or words' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What it answers').first().click();
    await page.getByRole('option', { name: 'A link that was followed' }).click();
    await dialog.getByLabel('Mark in the link').fill('friend');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 2, name: 'Link ?start=friend' }).waitFor();
    await write(page, 'A friend sent you');
    await saved(page);

    await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .click();
    await page
      .getByRole('dialog')
      .getByText(/ms after it was published/)
      .first()
      .waitFor();

    // And now as somebody who writes to it.
    await page.goto('/simulator');
    const message = (text: string) => page.locator('.message', { hasText: text }).last();
    const say = async (text: string) => {
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await message('Welcome to the club').locator('img').waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await message('What is your name?').waitFor();
    await say('Anna');
    await message('Which day will you come?').waitFor();
    await say('no day at all');
    await say('1 December');
    await message('Anna, we have waited for you').waitFor();
    await say('/start friend');
    await message('A friend sent you').waitFor();
    await keepPicture(page, 'build-chat');
    await page.context().close();
  });
});
