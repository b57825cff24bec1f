import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describePanel, ownerPassword, patience } from '../support/panel.ts';

/** Patience with what is saved behind the page. */
const behind = { timeout: patience };

const made = z.looseObject({ id: z.string() });
const screen = z.looseObject({ message: z.unknown() });
const keyboard = z.looseObject({ layout: z.array(z.array(z.unknown())) });
const state = z.object({ version: z.number(), draft_revision: z.number(), has_changes: z.boolean() });
const broadcast = z.looseObject({ content: z.looseObject({ message: z.unknown() }) });

const textOf = (page: Page) => page.getByRole('textbox', { name: /^Message/ }).first();

async function write(page: Page, text: string): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Login').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(ownerPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Presses F5 as long as the browser asks, and stays. @returns whether it asked */
async function asksBeforeLeaving(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog');
  void page.evaluate('location.reload()').catch(() => undefined);
  const dialog = await asked;
  await dialog.dismiss();
  return dialog.type() === 'beforeunload';
}

describePanel('a reload in the middle of everything', (panel) => {
  let count = 0;
  const makeScreen = async () => {
    count += 1;
    const body = { callback_data: `reload${count}`, action: 'edit', message: 'Before' };
    const { id } = made.parse(await panel().call('POST', '/callbacks', body));
    return { id, path: `/editor?entry=callback/${id}` };
  };
  const messageOf = async (id: string) => screen.parse(await panel().call('GET', `/callbacks/${id}`)).message;
  const stateNow = async () => state.parse(await panel().call('GET', '/config'));
  const makeBroadcast = async () => {
    const { id } = made.parse(await panel().call('POST', '/broadcasts', { name: 'News' }));
    const said = async () =>
      JSON.stringify(broadcast.parse(await panel().call('GET', `/broadcasts/${id}`)).content.message);
    return { said, path: `/broadcasts?id=${id}` };
  };

  it('C1 loses no letter, not even of the last half second', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    await write(page, 'Typed a moment ago');
    await page.reload();
    await textOf(page).getByText('Typed a moment ago').waitFor();
    await expect.poll(() => messageOf(id), behind).toBe('Typed a moment ago');
    await write(page, 'Typed before another view');
    await page.goto('/settings');
    await page.goBack();
    await textOf(page).getByText('Typed before another view').waitFor();
    await expect.poll(() => messageOf(id), behind).toBe('Typed before another view');
    await page.context().close();
  });

  it('C1 takes what was typed last along when the tab is closed', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    await write(page, 'Typed and gone');
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => messageOf(id), behind).toBe('Typed and gone');
    await page.context().close();
  });

  it('C1 asks before a tab takes along what the server could not be told', async () => {
    const { id, path } = await makeScreen();
    const page = await panel().open(path);
    await textOf(page).waitFor();
    await page.context().setOffline(true);
    await write(page, 'Typed without a network');
    await page.getByText('No connection: it is saved as soon as there is one').waitFor();
    expect(await asksBeforeLeaving(page)).toBe(true);
    await page.context().setOffline(false);
    await expect.poll(() => messageOf(id), behind).toBe('Typed without a network');
    await page.context().close();
  });

  it('C9 keeps the note of a publication until it is published', async () => {
    await makeScreen();
    const page = await panel().open('/versions');
    const openDialog = () => page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    await openDialog();
    const dialog = page.getByRole('dialog');
    const note = dialog.getByLabel('What is new');
    await note.fill('A long story');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await openDialog();
    await expect.poll(() => note.inputValue(), behind).toBe('A long story');
    await page.reload();
    await openDialog();
    await expect.poll(() => note.inputValue(), behind).toBe('A long story');
    await dialog.getByRole('button', { name: /^Publish/ }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await makeScreen();
    await openDialog();
    await expect.poll(() => note.inputValue(), behind).toBe('');
    await page.context().close();
  });

  it('C9 publishes once, and says afterwards what runs', async () => {
    await makeScreen();
    const { version } = await stateNow();
    const page = await panel().open('/versions');
    await page.getByRole('banner').getByRole('button', { name: 'Publish' }).click();
    // The answer never arrives: the page is gone by then.
    const asked = page.waitForRequest('**/config/publish');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .click();
    await asked;
    await page.reload();
    await expect.poll(stateNow, behind).toMatchObject({ version: version + 1, has_changes: false });
    await page
      .getByText(`Version ${version + 1}`, { exact: true })
      .first()
      .waitFor();
    await page.context().close();
  });

  it('C2 leaves a button that was being dragged where it stood', async () => {
    const layout = [[{ label: 'One', data: 'menu' }], [{ label: 'Two', data: 'help' }]];
    const { id } = made.parse(await panel().call('POST', '/keyboards', { id: 'reload.keys', layout }));
    const page = await panel().open(`/editor?entry=keyboard/${id}`);
    const button = page.getByRole('button', { name: /^Button “One”/ });
    await button.hover();
    await page.mouse.down();
    const below = await page.getByRole('button', { name: /^Button “Two”/ }).boundingBox();
    await page.mouse.move(below?.x ?? 0, (below?.y ?? 0) + 10, { steps: 5 });
    await page.reload();
    await page.mouse.up();
    await button.waitFor();
    expect(keyboard.parse(await panel().call('GET', `/keyboards/${id}`)).layout).toEqual(layout);
    await page
      .getByRole('status')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
    await page.context().close();
  });

  it('C13 loses nothing of a broadcast: by F5, without a network, without a session', async () => {
    const { said, path } = await makeBroadcast();
    const page = await panel().open(path);
    await write(page, 'Spring is here');
    await page.reload();
    await textOf(page).getByText('Spring is here').waitFor();
    await expect.poll(said, behind).toContain('Spring is here');

    await page.route('**/api/v1/broadcasts/*', (route) => route.abort());
    await write(page, 'Summer is here');
    await page.getByText('The server cannot be reached').first().waitFor();
    await page.unroute('**/api/v1/broadcasts/*');
    await expect.poll(said, behind).toContain('Summer is here');

    await page.context().clearCookies();
    await write(page, 'Autumn is here');
    await page.getByRole('heading', { name: 'Sign in to Minuta' }).waitFor();
    await signIn(page);
    await textOf(page).getByText('Autumn is here').waitFor();
    await expect.poll(said, behind).toContain('Autumn is here');
    await page.context().close();
  });

  it('C10 goes on with a preview where it was, also after another view and back', async () => {
    const page = await panel().open('/preview');
    const chat = page.getByRole('region', { name: 'Preview chat' });
    await chat.getByRole('button', { name: 'Start', exact: true }).click();
    await chat.getByText('Choose what to start').waitFor();
    await page.reload();
    await chat.getByText('Choose what to start').waitFor();
    await page.goto('/settings');
    await page.goBack();
    await chat.getByText('Choose what to start').waitFor();
    await page.context().close();
  });

  it('A2 a sign-in leads to where somebody wanted to be, through a reload, and back never shows it', async () => {
    const { path } = await makeScreen();
    const page = await panel().openSignedOut('/people');
    await page.getByRole('heading', { name: 'Sign in to Minuta' }).waitFor();
    await page.goto(path);
    await page.getByLabel('Login').fill('adm');
    await page.reload();
    await signIn(page);
    await textOf(page).getByText('Before').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await page.context().close();
  });
});
